package dev.dromon.metric;

import dev.dromon.api.IntervalResult;
import dev.dromon.api.KeptnMetric;
import dev.dromon.api.KeptnMetricStatus;
import dev.dromon.api.RangeSpec;
import dev.dromon.kube.Times;
import dev.dromon.provider.Sample;
import dev.dromon.provider.Schedule;
import dev.dromon.provider.Step;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ConditionBuilder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What the end of a fetch makes of the status of a KeptnMetric. Pure; never throws. Rule: docs/reference/metrics-providers.md, the status. */
final class MetricStatusFold {

    static final String READY = "Ready";
    static final String STALE = "Stale";
    /** The newest samples that are kept in rawValue. */
    private static final int MOST_SAMPLES = 500;

    private MetricStatusFold() {
    }

    /** The fetch has ended; changes the status of the metric. One that was asked before the value that is there changes nothing. */
    static void end(KeptnMetric metric, Step step, Instant at, Instant now) {
        KeptnMetricStatus status = status(metric);
        if (!newer(status, at)) {
            age(metric, now);
        } else if (step instanceof Step.Found found) {
            status.value = found.value().text();
            status.rawValue = raw(found.samples());
            status.lastUpdated = Times.micros(at);
            status.errMsg = null;
            store(metric, found.value().text(), null, at);
            conditions(metric, status, new Verdict("True", "Fetched", "the provider was asked and has answered"), now);
        } else if (step instanceof Step.Failed failed) {
            status.errMsg = failed.message();
            store(metric, "", failed.message(), at);
            conditions(metric, status, new Verdict("False", failed.problem().wire(), failed.message()), now);
        }
    }

    /** Time has passed: the value may be too old now. Changes the status of the metric. */
    static void age(KeptnMetric metric, Instant now) {
        KeptnMetricStatus status = metric.getStatus();
        if (status == null) {
            return;
        }
        List<Condition> all = new ArrayList<>(status.conditions.stream().filter(c -> !STALE.equals(c.getType())).toList());
        stale(metric, status, now).ifPresent(all::add);
        status.conditions = all;
    }

    private static KeptnMetricStatus status(KeptnMetric metric) {
        KeptnMetricStatus status = Optional.ofNullable(metric.getStatus()).orElseGet(KeptnMetricStatus::new);
        metric.setStatus(status);
        return status;
    }

    private static boolean newer(KeptnMetricStatus status, Instant at) {
        return Times.parse(status.lastUpdated).filter(known -> !known.isBefore(at)).isEmpty();
    }

    /** The samples as JSON: a text, or an array of them, as the metrics operator of Keptn has it for Prometheus. */
    private static String raw(List<Sample> samples) {
        List<String> texts = samples.subList(Math.max(0, samples.size() - MOST_SAMPLES), samples.size()).stream().map(s -> "\"" + s.text() + "\"").toList();
        String json = texts.size() == 1 ? texts.get(0) : texts.stream().collect(Collectors.joining(",", "[", "]"));
        return Base64.getEncoder().encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }

    private static void store(KeptnMetric metric, String value, String problem, Instant at) {
        RangeSpec range = metric.getSpec().range;
        int most = range == null || range.storedResults == null ? 0 : range.storedResults;
        List<IntervalResult> results = new ArrayList<>(metric.getStatus().intervalResults);
        if (most > 0 && (results.isEmpty() || !Times.micros(at).equals(results.get(results.size() - 1).lastUpdated))) {
            IntervalResult result = new IntervalResult();
            result.value = value;
            result.errMsg = problem;
            result.range = range;
            result.lastUpdated = Times.micros(at);
            results.add(result);
        }
        metric.getStatus().intervalResults = new ArrayList<>(results.subList(Math.max(0, results.size() - most), results.size()));
    }

    private record Verdict(String status, String reason, String message) {
    }

    private static void conditions(KeptnMetric metric, KeptnMetricStatus status, Verdict ready, Instant now) {
        status.observedGeneration = metric.getMetadata().getGeneration();
        List<Condition> before = status.conditions;
        List<Condition> all = new ArrayList<>();
        all.add(condition(metric, before, new ConditionBuilder().withType(READY).withStatus(ready.status()).withReason(ready.reason()).withMessage(ready.message()).build(), now));
        stale(metric, status, now).ifPresent(all::add);
        status.conditions = all;
    }

    private static Optional<Condition> stale(KeptnMetric metric, KeptnMetricStatus status, Instant now) {
        Schedule schedule = schedule(metric);
        return Times.parse(status.lastUpdated).filter(t -> status.value != null && !status.value.isEmpty() && schedule.stale(t).isBefore(now))
                .map(t -> condition(metric, status.conditions, new ConditionBuilder().withType(STALE).withStatus("True").withReason("TooOld")
                        .withMessage("the value is of " + Times.micros(t) + ", longer ago than twice the interval of " + schedule.interval().toSeconds() + " s, and does not count").build(), now));
    }

    /** Objects from before this schema may have an interval of 0. */
    static Schedule schedule(KeptnMetric metric) {
        return Schedule.of(metric.getMetadata().getUid(), Duration.ofSeconds(Math.max(1, metric.getSpec().fetchIntervalSeconds)));
    }

    private static Condition condition(KeptnMetric metric, List<Condition> before, Condition wanted, Instant now) {
        String time = before.stream().filter(c -> wanted.getType().equals(c.getType()) && wanted.getStatus().equals(c.getStatus())).map(Condition::getLastTransitionTime).findFirst()
                .orElseGet(() -> Times.micros(now));
        return new ConditionBuilder(wanted).withLastTransitionTime(time).withObservedGeneration(metric.getMetadata().getGeneration()).build();
    }
}
