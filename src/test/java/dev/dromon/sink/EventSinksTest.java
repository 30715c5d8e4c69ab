package dev.dromon.sink;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dromon.api.DeadLetter;
import dev.dromon.api.EventSink;
import dev.dromon.api.EventSinkSpec;
import dev.dromon.api.HttpSinkSpec;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EventSinksTest {

    private final EventSinks sinks = new EventSinks(null, "system", InstantSource.system());

    @AfterEach
    void close() {
        sinks.onContextStopping(null);
    }

    private static EventSink sink(String uid, long generation) {
        EventSink sink = new EventSink();
        sink.setMetadata(new ObjectMetaBuilder().withName("a").withUid(uid).withGeneration(generation).build());
        sink.setSpec(new EventSinkSpec());
        sink.getSpec().http = new HttpSinkSpec();
        sink.getSpec().http.url = "http://example.org/";
        return sink;
    }

    private SinkState.Report report() {
        return sinks.named("a").orElseThrow().state().report();
    }

    @Test
    void whatItsStatusWasNotToldYetSurvivesAChangeOfTheSpec() {
        sinks.serve(sink("1", 1));
        sinks.named("a").orElseThrow().state().dead("shop/cart", new DeadLetter());
        sinks.cut("a");
        sinks.serve(sink("1", 2));

        assertThat(report().dead()).isEqualTo(1);
        assertThat(report().letters()).hasSize(1);
        assertThat(sinks.named("a").orElseThrow().is(sink("1", 2))).isTrue();
        assertThat(sinks.named("a").orElseThrow().is(sink("1", 1))).isFalse();
    }

    @Test
    void anotherSinkOfTheSameNameBeginsWithNothing() {
        sinks.serve(sink("1", 1));
        sinks.named("a").orElseThrow().state().dead("shop/cart", new DeadLetter());
        sinks.serve(sink("2", 1));

        assertThat(report()).isEqualTo(SinkState.Report.NONE);
    }

    @Test
    void whatIsLostBeforeASinkIsServedIsToldToItAndNotTwice() {
        sinks.lost("a", 3);
        sinks.lost("a", 2);
        sinks.serve(sink("1", 1));
        sinks.lost("a", 1);

        assertThat(report().lost()).isEqualTo(6);
        sinks.serve(sink("2", 1));
        assertThat(report().lost()).isZero();
    }

    @Test
    void aSinkThatIsGoneLeavesNothingBehind() {
        sinks.serve(sink("1", 1));
        sinks.drop("a");
        sinks.lost("a", 3);
        sinks.drop("a");
        sinks.serve(sink("1", 1));

        assertThat(report().lost()).isZero();
    }
}
