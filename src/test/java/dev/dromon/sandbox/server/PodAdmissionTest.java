package dev.dromon.sandbox.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The same rows as the policies in kustomize/base/admission have on a real API server. */
class PodAdmissionTest {

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '"', nullValues = "-", value = {
        "pod of a ReplicaSet          | true  | ReplicaSet  | pod-template-hash        | -                                | -                | dromon.dev/pre-deployment",
        "pod of a StatefulSet         | true  | StatefulSet | controller-revision-hash | -                                | -                | dromon.dev/pre-deployment",
        "pod of a Job                 | true  | Job         | other                    | -                                | -                | -",
        "namespace that is not in     | false | ReplicaSet  | pod-template-hash        | -                                | -                | -",
        "approved revision            | true  | ReplicaSet  | pod-template-hash        | -                                | u1.h1            | -",
        "approved DaemonSet           | true  | DaemonSet   | controller-revision-hash | -                                | u1.h1            | -",
        "another approved revision    | true  | ReplicaSet  | pod-template-hash        | -                                | u1.h2            | dromon.dev/pre-deployment",
        "pod that was let go before   | true  | ReplicaSet  | pod-template-hash        | keptn.sh/scheduling-gate-removed | -                | -"})
    void gatesAndApprovals(String name, boolean optedIn, String owner, String hashLabel, String annotation, String approved, String gate) throws JsonProcessingException {
        ObjectNode pod = pod("{'metadata':{'labels':{'" + hashLabel + "':'h1'},'annotations':{'" + annotation + "':'true'},"
                + "'ownerReferences':[{'kind':'" + owner + "','uid':'u1'}]},'spec':{}}");
        PodAdmission.admit(pod, optedIn, approved == null ? Set.of() : Set.of(approved));
        assertThat(pod.at("/spec/schedulingGates").findValuesAsText("name")).isEqualTo(gate == null ? List.of() : List.of(gate));
        assertThat(pod.at("/status/phase").asText()).isEqualTo("Pending");
        assertThat(pod.at("/status/conditions").isEmpty()).isEqualTo(gate == null);
    }

    @ParameterizedTest
    @CsvSource({"false, true", "true, false"})
    void gatesOfOthersStayInTheirOrder(boolean approved, boolean gated) throws JsonProcessingException {
        ObjectNode pod = pod("{'metadata':{'labels':{'pod-template-hash':'h1'},'ownerReferences':[{'kind':'ReplicaSet','uid':'u1'}]},"
                + "'spec':{'schedulingGates':[{'name':'b'},{'name':'a'}]}}");
        PodAdmission.admit(pod, true, approved ? Set.of("u1.h1") : Set.of());
        assertThat(pod.at("/spec/schedulingGates").findValuesAsText("name")).startsWith("b", "a").hasSize(gated ? 3 : 2);
    }

    private static ObjectNode pod(String json) throws JsonProcessingException {
        return (ObjectNode) new ObjectMapper().readTree(json.replace('\'', '"'));
    }
}
