package dev.dromon.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.dromon.api.KeptnTaskDefinition;
import io.fabric8.kubernetes.api.model.DefaultKubernetesResourceList;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class UndecodableModuleTest {

    private static final String GOOD = """
            {"apiVersion":"lifecycle.keptn.sh/v1","kind":"KeptnTaskDefinition","metadata":{"name":"good","namespace":"n"},"spec":{"container":{"name":"c","image":"i"}}}""";
    private static final String BAD = """
            {"apiVersion":"lifecycle.keptn.sh/v1","kind":"KeptnTaskDefinition","metadata":{"name":"bad","namespace":"n"},"spec":{"container":{"name":"c","ports":"eighty"}}}""";

    private final KubernetesSerialization serialization = serialization();

    private static KubernetesSerialization serialization() {
        ObjectMapper mapper = new ObjectMapper();
        KubernetesSerialization serialization = new KubernetesSerialization(mapper, true);
        mapper.registerModule(new UndecodableModule());
        return serialization;
    }

    /** List type as the client makes it. */
    static final class Definitions extends DefaultKubernetesResourceList<KeptnTaskDefinition> {
        private static final long serialVersionUID = 1L;
    }

    @Test
    void oneBadObjectOfAListIsMarkedAndTheOthersAreRead() {
        Definitions list = serialization.unmarshal("{\"items\":[" + BAD + "," + GOOD + "]}", Definitions.class);

        assertThat(list.getItems()).extracting(d -> d.getMetadata().getName()).containsExactly("bad", "good");
        assertThat(UndecodableModule.problem(list.getItems().get(0))).hasValueSatisfying(p -> assertThat(p).startsWith("spec.container.ports: "));
        assertThat(UndecodableModule.problem(list.getItems().get(1))).isEqualTo(Optional.empty());
        assertThat(list.getItems().get(1).getSpec().container.getImage()).isEqualTo("i");
    }

    @Test
    void withoutReadableMetadataItStaysAFailure() {
        assertThatException().isThrownBy(() -> serialization.unmarshal(BAD.replace("\"name\":\"bad\"", "\"labels\":\"none\""), KeptnTaskDefinition.class));
    }
}
