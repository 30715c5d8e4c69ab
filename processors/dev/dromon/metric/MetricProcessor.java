package dev.dromon.metric;

import dev.dromon.api.KeptnMetric;
import dev.dromon.kube.ClusterWriter;
import dev.dromon.kube.Keys;
import dev.dromon.kube.KubeHeaders;
import dev.dromon.kube.Times;
import dev.dromon.metric.MetricFetches.Fetch;
import dev.dromon.metric.MetricFetches.Question;
import dev.dromon.metric.MetricsProviders.Served;
import dev.dromon.provider.Schedule;
import dev.dromon.provider.Step;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/**
 * Body {@link KeptnMetric}, or null when it is gone: writes what came of its last fetch, and begins the next one when it is due. It waits for nobody: a fetch that has ended wakes
 * the route again.
 */
public final class MetricProcessor implements Processor {

    /** The first answer about a Secret wakes the route, too; nobody tells when its watch cannot begin. */
    private static final Duration AGAIN_WHILE_STARTING = Duration.ofSeconds(2);

    private final MetricsProviders providers;
    private final ClusterWriter writer;
    private final KubernetesSerialization serialization;
    private final InstantSource clock;
    private final Consumer<String> wake;
    private final MetricFetches fetches = new MetricFetches();

    /** Wake is given the keys of metrics to look at, and must only enqueue. */
    public MetricProcessor(MetricsProviders providers, ClusterWriter writer, KubernetesSerialization serialization, InstantSource clock, Consumer<String> wake) {
        this.providers = providers;
        this.writer = writer;
        this.serialization = serialization;
        this.clock = clock;
        this.wake = wake;
    }

    @Override
    public void process(Exchange exchange) {
        KeptnMetric metric = exchange.getMessage().getBody(KeptnMetric.class);
        if (metric == null) {
            fetches.forget(exchange.getMessage().getHeader(KubeHeaders.KEY, String.class));
        } else {
            look(metric, Times.now(clock)).ifPresent(after -> exchange.getMessage().setHeader(KubeHeaders.REQUEUE_AFTER, after));
        }
    }

    /** When to look again; empty when somebody tells. */
    private Optional<Duration> look(KeptnMetric metric, Instant now) {
        String provider = Keys.key(metric.getMetadata().getNamespace(), metric.getSpec().provider.name);
        Optional<Served> served = providers.served(provider);
        if (served.isEmpty() && providers.exists(metric.getMetadata().getNamespace(), metric.getSpec().provider.name)
                || served.flatMap(Served::secrets).filter(s -> s.starting()).isPresent()) {
            return Optional.of(AGAIN_WHILE_STARTING);
        }
        Question question = new Question(metric.getMetadata().getUid(), metric.getMetadata().getGeneration(), served.map(s -> s.number().get()).orElse(0L));
        Optional<Fetch> last = fetches.last(Keys.key(metric)).filter(f -> f.question().equals(question));
        boolean running = last.filter(f -> f.step().isEmpty()).isPresent();
        Instant due = due(metric, last, now);
        if (running || due.isAfter(now)) {
            write(metric, last, now);
            return Optional.of(Duration.between(now, next(metric, running ? now.plus(schedule(metric).interval()) : due, now)));
        }
        return begin(metric, served, question, now);
    }

    /** A new question is asked at once. After a start an old one is asked when it would have been. */
    private Instant due(KeptnMetric metric, Optional<Fetch> last, Instant now) {
        Optional<Instant> known = Optional.ofNullable(metric.getStatus()).flatMap(s -> Times.parse(s.lastUpdated)).filter(t -> !t.isAfter(now));
        if (last.isPresent()) {
            Instant at = last.get().at();
            return schedule(metric).after(known.filter(k -> k.isAfter(at)).orElse(at));
        }
        boolean asked = fetches.last(Keys.key(metric)).isEmpty() && metric.getStatus() != null && metric.getStatus().errMsg == null
                && metric.getMetadata().getGeneration().equals(metric.getStatus().observedGeneration);
        return known.filter(k -> asked).map(schedule(metric)::after).orElse(now);
    }

    private static Schedule schedule(KeptnMetric metric) {
        return MetricStatusFold.schedule(metric);
    }

    /** The earlier of two moments: the next fetch, and when the value gets too old. */
    private static Instant next(KeptnMetric metric, Instant due, Instant now) {
        return Optional.ofNullable(metric.getStatus()).flatMap(s -> Times.parse(s.lastUpdated)).map(schedule(metric)::stale).map(t -> t.plusMillis(1))
                .filter(t -> t.isAfter(now) && t.isBefore(due)).orElse(due);
    }

    private Optional<Duration> begin(KeptnMetric metric, Optional<Served> served, Question question, Instant now) {
        Step first = MetricQueries.first(metric, served, now);
        Fetch fetch = new Fetch(question, now, Optional.of(first).filter(s -> !(s instanceof Step.Ask)), false);
        if (fetch.step().isEmpty()) {
            fetches.begin(Keys.key(metric), fetch, served.orElseThrow().client().run(first, MetricQueries.timeout(served.get())), wake);
            return Optional.of(Duration.between(now, next(metric, now.plus(schedule(metric).interval()), now)));
        }
        write(metric, Optional.of(fetch), now);
        return Optional.of(Duration.between(now, next(metric, schedule(metric).after(now), now)));
    }

    /** At most one write; none when nothing has changed. What was written once is not written again: somebody else may have written since. */
    private void write(KeptnMetric metric, Optional<Fetch> last, Instant now) {
        String before = serialization.asJson(metric.getStatus());
        Optional<Fetch> news = last.filter(f -> f.step().isPresent() && !f.written());
        news.ifPresentOrElse(f -> MetricStatusFold.end(metric, f.step().orElseThrow(), f.at(), now), () -> MetricStatusFold.age(metric, now));
        if (!serialization.asJson(metric.getStatus()).equals(before)) {
            writer.updateStatus(metric);
        }
        news.ifPresent(f -> fetches.written(Keys.key(metric), f));
    }
}
