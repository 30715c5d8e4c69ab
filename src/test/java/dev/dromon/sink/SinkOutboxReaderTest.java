package dev.dromon.sink;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dromon.act.DeliveryLedger;
import dev.dromon.act.Outbox;
import dev.dromon.api.EventSink;
import dev.dromon.api.EventSinkSpec;
import dev.dromon.api.HttpSinkSpec;
import dev.dromon.api.KeptnAppVersion;
import dev.dromon.api.KeptnAppVersionSpec;
import dev.dromon.api.KeptnAppVersionStatus;
import dev.dromon.api.KeptnWorkloadVersion;
import dev.dromon.api.KeptnWorkloadVersionSpec;
import dev.dromon.api.KeptnWorkloadVersionStatus;
import dev.dromon.api.Transition;
import dev.dromon.event.Flow;
import dev.dromon.event.Naming;
import dev.dromon.gather.Basis;
import dev.dromon.gather.Subjects;
import dev.dromon.gather.Versions;
import dev.dromon.kube.KubeHeaders;
import dev.dromon.kube.Times;
import dev.dromon.model.TransitionType;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is told of an app when the caches of its versions do not follow the API server side by side. */
class SinkOutboxReaderTest {

    private static final Instant T = Instant.parse("2026-01-02T03:04:05Z");
    private static final Basis.Heard NOTHING = new Basis.Heard(0, 0);

    private final EventSinks sinks = new EventSinks(null, "system", InstantSource.system());
    private List<HasMetadata> cached = List.of();
    private Basis.Heard heard = NOTHING;
    private final SinkOutboxReader reader = new SinkOutboxReader(sinks, new SinkOutboxReader.Source(new Outbox(new DeliveryLedger(Set::of)), app -> cached, () -> heard,
            (version, run) -> new Flow(new Subjects().of(version), run, "test", Optional.empty(), Map.of(), Flow.Trace.NEW, Map.of())), Naming.FLOW, InstantSource.fixed(T));

    /** The process that recorded the effect had a clock that is behind, too. */
    private final KeptnAppVersion before = app("1.0", 10, transition("first", 0, 1L));
    private final KeptnAppVersion cause = app("1.0", 20, transition("first", 0, 1L), transition("cause", 9, 2L));
    private final KeptnWorkloadVersion effect = because(workload(30, transition("effect", 5, 3L)), cause);

    @BeforeEach
    void serve() {
        EventSink sink = new EventSink();
        sink.setMetadata(new ObjectMetaBuilder().withName("a").withUid("1").withGeneration(1L).build());
        sink.setSpec(new EventSinkSpec());
        sink.getSpec().http = new HttpSinkSpec();
        sink.getSpec().http.url = "http://example.org/";
        sinks.serve(sink);
    }

    @AfterEach
    void close() {
        sinks.onContextStopping(null);
    }

    private static KeptnAppVersion app(String version, int resourceVersion, Transition... transitions) {
        KeptnAppVersion app = new KeptnAppVersion();
        app.setMetadata(new ObjectMetaBuilder().withNamespace("prod").withName("shop-" + version).withUid("app-" + version)
                .withResourceVersion(Integer.toString(resourceVersion)).build());
        app.setSpec(new KeptnAppVersionSpec());
        app.getSpec().appName = "shop";
        app.getSpec().version = version;
        app.setStatus(new KeptnAppVersionStatus());
        app.getStatus().transitions = List.of(transitions);
        return app;
    }

    private static KeptnWorkloadVersion workload(int resourceVersion, Transition... transitions) {
        KeptnWorkloadVersion workload = new KeptnWorkloadVersion();
        workload.setMetadata(new ObjectMetaBuilder().withNamespace("prod").withName("shop-web-1.0").withUid("workload")
                .withResourceVersion(Integer.toString(resourceVersion)).build());
        workload.setSpec(new KeptnWorkloadVersionSpec());
        workload.getSpec().app = "shop";
        workload.getSpec().workloadName = "shop-web";
        workload.getSpec().version = "1.0";
        workload.setStatus(new KeptnWorkloadVersionStatus());
        workload.getStatus().transitions = List.of(transitions);
        return workload;
    }

    private static Transition transition(String item, int second, Long order) {
        Transition transition = new Transition();
        transition.type = TransitionType.CREATE_WORKLOAD.wire();
        transition.item = item;
        transition.time = Times.micros(T.plusSeconds(second));
        transition.order = order;
        return transition;
    }

    private static <V extends HasMetadata> V because(V effect, HasMetadata... causes) {
        new Basis(List.of(causes)).note(Versions.status(effect));
        return effect;
    }

    private Exchange look(HasMetadata... versions) {
        cached = List.of(versions);
        Exchange exchange = new DefaultExchange(new DefaultCamelContext());
        exchange.setProperty(SinkOutboxReader.SINK, "a");
        exchange.getMessage().setHeader(KubeHeaders.KEY, "prod/shop");
        reader.process(exchange);
        return exchange;
    }

    private List<String> told(HasMetadata... versions) {
        List<?> parcels = look(versions).getMessage().getBody(List.class);
        return parcels.stream().map(parcel -> ((Parcel) parcel).event().data().event().message().replace("created ", "")).toList();
    }

    @Test
    void anEffectWaitsUntilItsCauseIsSeenWhicheverCacheIsBehind() {
        assertThat(told(effect)).isEmpty();
        assertThat(told(before, effect)).as("not even what came before").isEmpty();
        assertThat(look(before, effect).getMessage().getHeader(KubeHeaders.REQUEUE_AFTER)).isNotNull();

        assertThat(told(cause, effect)).containsExactly("first", "cause", "effect");
        assertThat(told(cause)).as("the other cache is behind").containsExactly("first", "cause");
    }

    @Test
    void aCauseThatHasBeenDeletedIsNotWaitedFor() {
        heard = new Basis.Heard(19, 99);
        assertThat(told(effect)).as("it may still come").isEmpty();

        heard = new Basis.Heard(20, 0);
        assertThat(told(effect)).containsExactly("effect");
    }

    @Test
    void whatOtherVersionsOfTheAppDidBesidesDoesNotMatter() {
        KeptnAppVersion later = app("1.0", 40, transition("first", 0, 1L), transition("cause", 9, 2L), transition("later", 10, 3L));

        assertThat(told(later, effect)).containsExactly("first", "cause", "effect", "later");
    }

    @Test
    void aVersionOfTheSameKindWaitsForTheOneBeforeItToo() {
        KeptnAppVersion next = because(app("2.0", 40, transition("next", 1, 4L)), cause, effect);

        assertThat(told(next, cause)).isEmpty();
        assertThat(told(next, cause, effect)).containsExactly("first", "cause", "effect", "next");
    }

    @Test
    void whoRecordsMoreAndSeesLessForgetsNothing() {
        KeptnWorkloadVersion more = because(because(workload(50, transition("effect", 5, 3L), transition("more", 6, 4L)), cause), before);

        assertThat(told(before, more)).isEmpty();
        assertThat(told(cause, more)).containsExactly("first", "cause", "effect", "more");
    }

    @Test
    void aStatusOutOfABackupOfAnotherClusterWaitsForNothing() {
        KeptnWorkloadVersion restored = because(workload(15, transition("effect", 5, 3L)), cause);

        assertThat(told(restored)).containsExactly("effect");
    }

    @Test
    void whatAnotherReleaseRecordedIsToldByTime() {
        KeptnAppVersion app = app("1.0", 20, transition("first", 1, null), transition("third", 3, null), transition("fifth", 5, dev.dromon.model.Transition.order(T.plusSeconds(5))));

        assertThat(told(workload(30, transition("second", 2, null), transition("fourth", 4, null)), app)).containsExactly("first", "second", "third", "fourth", "fifth");
    }
}
