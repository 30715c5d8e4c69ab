package dev.dromon.kube;

import static org.assertj.core.api.Assertions.assertThat;

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
}
