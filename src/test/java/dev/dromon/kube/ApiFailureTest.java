package dev.dromon.kube;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

class ApiFailureTest {

    private final KubernetesClientException conflict = new KubernetesClientException("modified,\n  try again", 409, null);

    @Test
    void refusalIsFoundHoweverDeepItSits() {
        Throwable deep = new RuntimeException("outer", new CompletionException(new IllegalStateException("middle", conflict)));
        assertThat(ApiFailure.in(deep)).containsSame(conflict);
        assertThat(ApiFailure.conflict(deep)).isTrue();
        assertThat(ApiFailure.absent(deep)).isFalse();
        assertThat(ApiFailure.reason(deep)).isEqualTo("modified, try again");
    }

    @Test
    void otherFailuresAreNoRefusal() {
        assertThat(ApiFailure.in(new IllegalStateException("bug"))).isEmpty();
        assertThat(ApiFailure.in(null)).isEmpty();
        assertThat(ApiFailure.reason(new IllegalStateException())).isEqualTo("IllegalStateException");
    }

    @Test
    void causesInACircleEnd() {
        RuntimeException one = new RuntimeException("one");
        RuntimeException two = new RuntimeException("two", one);
        one.initCause(two);
        assertThat(ApiFailure.in(one)).isEmpty();
    }

    @Test
    void aNamespaceThatIsGoingAwayIsToldFromOtherRefusals() {
        Status terminating = new StatusBuilder().withCode(403).withMessage("no new content").withNewDetails().addNewCause("metadata.namespace", "is being terminated", "NamespaceTerminating")
                .endDetails().build();
        Status gone = new StatusBuilder().withCode(404).withNewDetails().withKind("namespaces").endDetails().build();
        Status other = new StatusBuilder().withCode(404).withNewDetails().withKind("jobs").endDetails().build();
        assertThat(ApiFailure.namespaceGone(new RuntimeException(new KubernetesClientException(terminating)))).isTrue();
        assertThat(ApiFailure.namespaceGone(new KubernetesClientException(gone))).isTrue();
        assertThat(ApiFailure.namespaceGone(new KubernetesClientException(other))).isFalse();
        assertThat(ApiFailure.namespaceGone(conflict)).isFalse();
    }

    @Test
    void anObjectThatWasDeletedIsToldFromAKindAndANamespaceThatAreNotThere() {
        Status object = new StatusBuilder().withCode(404).withNewDetails().withKind("jobs").withName("smoke-1").endDetails().build();
        Status kind = new StatusBuilder().withCode(404).withNewDetails().endDetails().build();
        Status namespace = new StatusBuilder().withCode(404).withNewDetails().withKind("namespaces").withName("shop").endDetails().build();
        assertThat(ApiFailure.deleted(new RuntimeException(new KubernetesClientException(object)))).isTrue();
        assertThat(ApiFailure.deleted(new KubernetesClientException(kind))).isFalse();
        assertThat(ApiFailure.deleted(new KubernetesClientException(namespace))).isFalse();
        assertThat(ApiFailure.deleted(conflict)).isFalse();
    }

    @Test
    void theReasonIsWhatTheApiServerSaidWithoutWhatTheClientAdds() {
        Status said = new StatusBuilder().withCode(403).withMessage("jobs.batch is forbidden:\n exceeded quota").build();
        assertThat(ApiFailure.reason(new KubernetesClientException("Failure executing: POST at: https://somewhere. Message: ...", 403, said))).isEqualTo("jobs.batch is forbidden: exceeded quota");
    }
}
