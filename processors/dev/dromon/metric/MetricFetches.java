package dev.dromon.metric;

import dev.dromon.provider.Step;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * Fetches of this process, at most one per metric at a time, and what came of the last one of each. There is an entry per metric at most, so it is bounded by the number of
 * objects. Thread-safe.
 */
final class MetricFetches {

    /**
     * What was asked.
     *
     * @param uid        of the metric
     * @param generation of the metric's spec
     * @param provider   number of the provider as it was served; 0 when nobody could be asked
     */
    record Question(String uid, long generation, long provider) {
    }

    /**
     * A fetch.
     *
     * @param at   when it was asked
     * @param step how it ended; empty while it is on its way
     * @param written whether that is in the status of the metric
     */
    record Fetch(Question question, Instant at, Optional<Step> step, boolean written) {
    }

    private final Map<String, Fetch> fetches = new ConcurrentHashMap<>();

    /** The last fetch of a metric; empty when there was none in this process. */
    Optional<Fetch> last(String key) {
        return Optional.ofNullable(fetches.get(key));
    }

    /** A fetch begins, in place of an earlier one. When it has ended, and was not replaced meanwhile, the consumer is given the key; it must only enqueue. */
    void begin(String key, Fetch fetch, Future<Step> end, Consumer<String> onEnd) {
        fetches.put(key, fetch);
        end.onSuccess(step -> {
            if (fetches.replace(key, fetch, new Fetch(fetch.question(), fetch.at(), Optional.of(step), false))) {
                onEnd.accept(key);
            }
        });
    }

    /** What came of this fetch is in the status of the metric; it is the last one from now on. */
    void written(String key, Fetch fetch) {
        // Many samples are not kept for nothing.
        Optional<Step> step = fetch.step().map(s -> s instanceof Step.Found found ? new Step.Found(found.value(), List.of(found.value())) : s);
        fetches.put(key, new Fetch(fetch.question(), fetch.at(), step, true));
    }

    /** The metric is gone. */
    void forget(String key) {
        fetches.remove(key);
    }
}
