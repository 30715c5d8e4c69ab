package dev.dromon.kube;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.dromon.api.KeptnTaskDefinition;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodList;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import org.junit.jupiter.api.Test;

class ManagedFieldsModuleTest {

    private static final String METADATA = """
            "metadata":{"labels":{"managedFields":"a label"},"managedFields":[{"manager":"kubectl","fieldsV1":{"f:metadata":{"f:labels":{".":{}}}}}],"name":"a"}""";

    private final KubernetesSerialization serialization = serialization();

    private static KubernetesSerialization serialization() {
        ObjectMapper mapper = new ObjectMapper();
        KubernetesSerialization serialization = new KubernetesSerialization(mapper, true);
        mapper.registerModule(new UndecodableModule());
        mapper.registerModule(new ManagedFieldsModule());
        return serialization;
    }

    @Test
    void builtInKindsAreReadWithoutThem() {
        Pod pod = serialization.unmarshal("{\"items\":[{" + METADATA + ",\"spec\":{\"nodeName\":\"n\"}}]}", PodList.class).getItems().get(0);

        assertThat(pod.getMetadata().getManagedFields()).isEmpty();
        assertThat(pod.getMetadata().getAdditionalProperties()).isEmpty();
        assertThat(pod.getMetadata().getName()).isEqualTo("a");
        assertThat(pod.getMetadata().getLabels()).containsEntry("managedFields", "a label");
        assertThat(pod.getSpec().getNodeName()).isEqualTo("n");
    }

    @Test
    void customResourcesAreReadWithoutThem() {
        KeptnTaskDefinition definition = serialization.unmarshal("{\"kind\":\"KeptnTaskDefinition\"," + METADATA + ",\"spec\":{\"container\":{\"name\":\"c\",\"image\":\"i\"}}}", KeptnTaskDefinition.class);

        assertThat(definition.getMetadata().getManagedFields()).isEmpty();
        assertThat(definition.getMetadata().getName()).isEqualTo("a");
        assertThat(definition.getMetadata().getLabels()).containsEntry("managedFields", "a label");
        assertThat(definition.getSpec().container.getImage()).isEqualTo("i");
    }

    @Test
    void customResourcesThatCannotBeReadKeepTheirNames() {
        KeptnTaskDefinition bad = serialization.unmarshal("{\"kind\":\"KeptnTaskDefinition\"," + METADATA + ",\"spec\":{\"container\":{\"ports\":\"eighty\"}}}", KeptnTaskDefinition.class);

        assertThat(UndecodableModule.problem(bad)).isPresent();
        assertThat(bad.getMetadata().getName()).isEqualTo("a");
    }
}
