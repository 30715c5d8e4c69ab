package dev.dromon.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AdmissionDeciderTest {

    @ParameterizedTest(name = "workload {0}, gated {1}, let go {2}, listed {3}, enabled {4}: {5}")
    @CsvSource({
        "true,  false, false, false, true,  GATED",
        "true,  false, false, false, false, UNTOUCHED",
        "false, false, false, false, true,  UNTOUCHED",
        "true,  true,  false, false, true,  UNTOUCHED",
        "true,  false, true,  false, true,  UNTOUCHED",
        "true,  false, false, true,  true,  UNTOUCHED",
        "true,  true,  false, true,  true,  UNGATED",
        "true,  true,  true,  true,  false, UNGATED",
        "false, true,  false, false, false, UNTOUCHED"})
    void aPodOfAWorkloadIsGatedUnlessItMayStart(boolean workload, boolean gated, boolean letGo, boolean listed, boolean enabled, AdmissionVerdict verdict) {
        AdmittedPod pod = new AdmittedPod(workload, gated, letGo, List.of("other.x", "uid.hash"));

        assertThat(AdmissionDecider.decide(pod, listed ? Set.of("uid.hash") : Set.of("uid.other"), () -> enabled)).isEqualTo(verdict);
    }

    @Test
    void whetherTheNamespaceIsEnabledIsAskedOnlyWhenItMatters() {
        AdmittedPod gated = new AdmittedPod(true, true, false, List.of("uid.hash"));
        AdmittedPod fresh = new AdmittedPod(true, false, false, List.of("uid.hash"));

        assertThat(AdmissionDecider.decide(gated, Set.of(), AdmissionDeciderTest::unknown)).isEqualTo(AdmissionVerdict.UNTOUCHED);
        assertThat(AdmissionDecider.decide(fresh, Set.of("uid.hash"), AdmissionDeciderTest::unknown)).isEqualTo(AdmissionVerdict.UNTOUCHED);
        assertThatIllegalStateException().isThrownBy(() -> AdmissionDecider.decide(fresh, Set.of(), AdmissionDeciderTest::unknown));
    }

    private static boolean unknown() {
        throw new IllegalStateException("nobody knows");
    }
}
