package dev.dromon.sandbox.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TimingsTest {

    private final Timings timings = new Timings(Instant.EPOCH);
    private long number;

    @Test
    void phasesAreListedWithWhatCameBeforeThem() {
        hear(1000, "KeptnAppVersion", "app", "AppPreDeployTasksStarted", "");
        hear(3500, "KeptnAppVersion", "app", "AppPreDeployTasksSucceeded", "");
        hear(4000, "KeptnAppVersion", "app", "Completed", "");
        assertThat(timings.phases()).containsExactly(List.of("phase", "from s", "to s", "took s"), List.of("discovery of the app", "0.00", "1.00", "1.00"),
                List.of("AppPreDeployTasks", "1.00", "3.50", "2.50"), List.of("all", "0.00", "4.00", "4.00"));
    }

    @Test
    void podThatWasNeverReleasedIsStillThere() {
        hear(100, "ReplicaSet", "hat-1", "SuccessfulCreate", "Created pod: hat-1-a");
        hear(200, "ReplicaSet", "arm-1", "SuccessfulCreate", "Created pod: arm-1-a");
        hear(1200, "Pod", "arm-1-a", "Scheduled", "");
        assertThat(timings.gates(Map.of("hat-1-a", "hat", "arm-1-a", "arm")).subList(1, 3)).containsExactly(List.of("arm", "1", "0.20", "1.20", "1.00"),
                List.of("hat", "1", "0.10", "never", "still there"));
    }

    @Test
    void jobsSideBySideCountOnce() {
        hear(1000, "Job", "a", "SuccessfulCreate", "");
        hear(1500, "Job", "b", "SuccessfulCreate", "");
        hear(2000, "Job", "a", "Completed", "");
        hear(2500, "Job", "b", "BackoffLimitExceeded", "");
        hear(4000, "KeptnAppVersion", "app", "Completed", "");
        assertThat(timings.jobs()).contains("2 Jobs ran for 2.00 s", "Of the 4.00 s", "during 1.50 s", "other 2.50 s");
    }

    private void hear(long millis, String kind, String object, String reason, String message) {
        timings.hear(new Told(Instant.ofEpochMilli(millis), ++number, kind, object, reason, false, message, ""));
    }
}
