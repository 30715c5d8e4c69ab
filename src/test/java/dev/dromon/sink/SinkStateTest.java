package dev.dromon.sink;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dromon.api.DeadLetter;
import dev.dromon.event.CloudEvent;
import dev.dromon.event.FlowData;
import dev.dromon.event.FlowEvent;
import dev.dromon.event.Subject;
import dev.dromon.model.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SinkStateTest {

    private static final Instant T0 = Instant.parse("2026-01-02T03:04:05Z");

    private final SinkState state = new SinkState(new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(10)), () -> 0, SinkState.Report.NONE);

    private static DeliveryFailure failure(String id, int status, String retryAfter) {
        Subject.Ref ref = new Subject.Ref("v1", "KeptnAppVersion", "shop", "cart", "uid");
        FlowEvent told = new FlowEvent(id, "Completed", false, "done", ref, new Subject(Level.APP, ref, ref, "cart", "", "1"), "", T0);
        FlowData data = new FlowData(told, Optional.empty(), Optional.empty(), List.of(), Optional.empty(), Duration.ZERO, Map.of());
        CloudEvent event = new CloudEvent(id, "type", "/source", "subject", T0, Map.of(), data);
        return new DeliveryFailure(new Parcel(null, event, 0, 1, false), Answer.of("spec.http.url", status, retryAfter, T0));
    }

    @Test
    void anAppWaitsLongerWithEachFailureOfTheSameEvent() {
        assertThat(state.failed("a", failure("1", 404, null), T0)).isEqualTo(1);
        assertThat(state.wait("a", T0)).hasSeconds(1);
        assertThat(state.failed("a", failure("1", 404, null), T0)).isEqualTo(2);
        assertThat(state.wait("a", T0)).hasSeconds(2);
        assertThat(state.failed("a", failure("2", 404, null), T0)).as("another event").isEqualTo(1);
        assertThat(state.wait("a", T0.plusSeconds(1))).isZero();
    }

    @Test
    void oneAppThatFailsHoldsUpNoOther() {
        state.failed("a", failure("1", 500, null), T0);

        assertThat(state.wait("b", T0)).isZero();
        assertThat(state.failing()).isTrue();
    }

    @Test
    void aSinkThatFailsForSeveralIsLeftAloneByAllAndTriedAgainLater() {
        state.failed("a", failure("1", 500, null), T0);
        state.failed("b", failure("2", 500, null), T0);
        state.failed("c", failure("3", 500, null), T0);

        assertThat(state.wait("d", T0)).hasSeconds(1);
        assertThat(state.wait("d", T0.plusSeconds(1))).isZero();
        state.failed("d", failure("4", 500, null), T0.plusSeconds(1));
        assertThat(state.wait("e", T0.plusSeconds(1))).as("longer with each pause").hasSeconds(2);
        state.taken("a", T0);
        assertThat(state.wait("e", T0.plusSeconds(1))).isZero();
    }

    @Test
    void oneThatAsksForTimeIsLeftAloneAtOnce() {
        state.failed("a", failure("1", 429, "7"), T0);

        assertThat(state.wait("a", T0)).hasSeconds(7);
        assertThat(state.wait("b", T0)).hasSeconds(7);
    }

    @Test
    void refusedEventsDoNotMakeASinkUnavailable() {
        for (int i = 0; i < 10; i++) {
            state.failed("a" + i, failure("1", 404, null), T0);
        }

        assertThat(state.wait("b", T0)).isZero();
    }

    @Test
    void whatWaitsIsCountedPerApp() {
        state.waiting("a", 3);
        state.waiting("b", 2);
        state.taken("a", T0);

        assertThat(state.pending()).isEqualTo(4);
        state.waiting("a", 0);
        assertThat(state.pending()).isEqualTo(2);
    }

    @Test
    void takingWhatHadFailedIsARecovery() {
        assertThat(state.taken("a", T0)).isFalse();
        state.failed("a", failure("1", 500, null), T0);

        assertThat(state.taken("a", T0)).isTrue();
        assertThat(state.failing()).isFalse();
        assertThat(state.trouble()).as("what went wrong last is still known").isPresent();
    }

    @Test
    void whatWasReportedIsReportedOnceAndWhatHappenedMeanwhileNextTime() {
        state.taken("a", T0);
        state.dead("a", new DeadLetter());
        SinkState.Report report = state.report();
        state.taken("a", T0);
        state.lost(4);
        state.reported(report);

        assertThat(report).isEqualTo(new SinkState.Report(1, 1, 0, report.letters()));
        assertThat(state.report()).isEqualTo(new SinkState.Report(1, 0, 4, List.of()));
    }

    @Test
    void onlyTheNewestDeadLettersAreKeptByName() {
        for (int i = 0; i < 50; i++) {
            DeadLetter letter = new DeadLetter();
            letter.id = Integer.toString(i);
            state.dead("a", letter);
        }

        assertThat(state.report().dead()).isEqualTo(50);
        assertThat(state.report().letters()).hasSize(20).last().satisfies(l -> assertThat(l.id).isEqualTo("49"));
    }
}
