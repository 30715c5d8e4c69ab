package dev.dromon.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.dromon.discovery.PodObservation.Container;
import dev.dromon.discovery.PodObservation.Meta;
import dev.dromon.model.Hash;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class KeyReaderTest {

    private static final Meta NOTHING = new Meta(Map.of(), Map.of());

    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void findsTheWorkload(String sentence, Meta pod, Optional<Meta> owner, String workload) {
        assertThat(read(pod, owner).map(WorkloadKeys::workload).orElse(null)).isEqualTo(workload);
    }

    static Stream<Arguments> rows() {
        Meta annotation = annotations("keptn.sh/workload", "a");
        Meta label = labels("keptn.sh/workload", "l");
        Meta recommended = labels("app.kubernetes.io/name", "r");
        return Stream.of(
                arguments("nowhere", NOTHING, Optional.empty(), null),
                arguments("nowhere, with an owner", NOTHING, Optional.of(NOTHING), null),
                arguments("in an annotation of the pod", annotation, Optional.empty(), "a"),
                arguments("in a label of the pod", label, Optional.empty(), "l"),
                arguments("in a recommended label of the pod", recommended, Optional.empty(), "r"),
                arguments("in an annotation of the owner", NOTHING, Optional.of(annotation), "a"),
                arguments("in a recommended label of the owner", NOTHING, Optional.of(recommended), "r"),
                arguments("an annotation wins over a label", new Meta(annotation.annotations(), label.labels()), Optional.empty(), "a"),
                arguments("a key of Keptn's wins over a recommended one", new Meta(recommended.labels(), label.labels()), Optional.empty(), "l"),
                arguments("the pod wins over its owner", label, Optional.of(annotation), "l"),
                arguments("a recommended label of the pod does not hide the owner's annotation", recommended, Optional.of(annotation), "a"),
                arguments("the pod's recommended label wins over the owner's", recommended, Optional.of(labels("app.kubernetes.io/name", "o")), "r"),
                arguments("an empty annotation counts as absent", new Meta(Map.of("keptn.sh/workload", " "), label.labels()), Optional.empty(), "l"),
                arguments("blanks around it are cut", annotations("keptn.sh/workload", " a "), Optional.empty(), "a"));
    }

    @Test
    void readsEverythingFromOnePod() {
        WorkloadKeys keys = read(annotations("keptn.sh/workload", "Hat", "keptn.sh/version", "V1.0_Beta", "keptn.sh/app", "Podtato_Head",
                "keptn.sh/pre-deployment-tasks", "a, b ,,c", "keptn.sh/post-deployment-tasks", "d", "keptn.sh/pre-deployment-evaluations", " e ",
                "keptn.sh/post-deployment-evaluations", ",f,", "keptn.sh/metadata", "k=v, url=https://x/?q=1 ,empty=,=nothing,word"), Optional.empty()).orElseThrow();

        assertThat(keys).isEqualTo(new WorkloadKeys("Hat", "podtato-head", false, "v1.0_beta", List.of("a", "b", "c"), List.of("d"), List.of("e"), List.of("f"),
                Map.of("k", "v", "url", "https://x/?q=1", "empty", "")));
    }

    @Test
    void missingListsAreEmpty() {
        WorkloadKeys keys = read(annotations("keptn.sh/workload", "hat", "keptn.sh/version", "1", "keptn.sh/pre-deployment-tasks", " , "), Optional.empty()).orElseThrow();

        assertThat(keys).isEqualTo(new WorkloadKeys("hat", "hat", true, "1", List.of(), List.of(), List.of(), List.of(), Map.of()));
    }

    @Test
    void aWorkloadWithoutAnAppIsItsOwnApp() {
        WorkloadKeys keys = read(annotations("keptn.sh/workload", "My_Service", "keptn.sh/version", "1"), Optional.empty()).orElseThrow();

        assertThat(keys.app()).isEqualTo("my-service");
        assertThat(keys.singleService()).isTrue();
    }

    @Test
    void eachKeyIsLookedForByItself() {
        Meta pod = new Meta(Map.of("keptn.sh/version", "2"), Map.of("app.kubernetes.io/name", "hat", "app.kubernetes.io/version", "1"));
        Meta owner = new Meta(Map.of("keptn.sh/pre-deployment-tasks", "smoke"), Map.of("app.kubernetes.io/part-of", "shop"));

        WorkloadKeys keys = read(pod, Optional.of(owner)).orElseThrow();

        assertThat(keys.workload()).isEqualTo("hat");
        assertThat(keys.version()).isEqualTo("2");
        assertThat(keys.app()).isEqualTo("shop");
        assertThat(keys.singleService()).isFalse();
        assertThat(keys.preDeploymentTasks()).containsExactly("smoke");
    }

    @Test
    void aPodWithoutAVersionGetsOneFromItsContainers() {
        WorkloadKeys named = read(annotations("keptn.sh/workload", "hat", "keptn.sh/container", "app"), Optional.empty()).orElseThrow();
        WorkloadKeys digest = read(annotations("keptn.sh/workload", "hat"), Optional.empty()).orElseThrow();

        assertThat(named.version()).isEqualTo("1.0-rc");
        assertThat(digest.version()).isEqualTo(Hash.fnv1a("appshop:1.0-RC"));
    }

    @Test
    void theMarkOfARemovedGateCanBeAnAnnotationOrALabel() {
        assertThat(KeyReader.gateRemoved(annotations("keptn.sh/scheduling-gate-removed", "true"))).isTrue();
        assertThat(KeyReader.gateRemoved(labels("keptn.sh/scheduling-gate-removed", "yes"))).isTrue();
        assertThat(KeyReader.gateRemoved(annotations("keptn.sh/scheduling-gate-removed", ""))).isFalse();
        assertThat(KeyReader.gateRemoved(NOTHING)).isFalse();
    }

    private static Optional<WorkloadKeys> read(Meta pod, Optional<Meta> owner) {
        return KeyReader.read(new PodObservation(pod, owner, List.of(new Container("app", "shop:1.0-RC", List.of()))));
    }

    private static Meta annotations(String... pairs) {
        return new Meta(map(pairs), Map.of());
    }

    private static Meta labels(String... pairs) {
        return new Meta(Map.of(), map(pairs));
    }

    private static Map<String, String> map(String... pairs) {
        Map<String, String> map = new HashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            map.put(pairs[i], pairs[i + 1]);
        }
        return map;
    }
}
