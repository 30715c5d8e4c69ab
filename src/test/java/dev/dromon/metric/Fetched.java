package dev.dromon.metric;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dromon.provider.Aggregation;
import dev.dromon.provider.MetricQuery;
import dev.dromon.provider.Problem;
import dev.dromon.provider.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Queries that tests ask, and what they expect to come of them. */
final class Fetched {

    /** 1767323045 seconds after the epoch. */
    static final Instant NOW = Instant.parse("2026-01-02T03:04:05.250Z");

    private Fetched() {
    }

    static MetricQuery query(String text) {
        return new MetricQuery(text, Optional.empty(), Optional.empty(), NOW);
    }

    static MetricQuery query(String text, String jsonPath) {
        return new MetricQuery(text, Optional.empty(), Optional.of(jsonPath), NOW);
    }

    static MetricQuery over(String text, Duration interval) {
        return new MetricQuery(text, Optional.of(new MetricQuery.Range(interval, Optional.empty())), Optional.empty(), NOW);
    }

    static MetricQuery over(String text, Duration interval, Duration step, Aggregation aggregation) {
        return new MetricQuery(text, Optional.of(new MetricQuery.Range(interval, Optional.of(new MetricQuery.Steps(step, aggregation)))), Optional.empty(), NOW);
    }

    static MetricQuery at(String jsonPath, MetricQuery query) {
        return new MetricQuery(query.text(), query.range(), Optional.of(jsonPath), NOW);
    }

    static void value(Step step, String value) {
        assertThat(step).isInstanceOfSatisfying(Step.Found.class, found -> assertThat(found.value().text()).isEqualTo(value));
    }

    static void failed(Step step, Problem problem, String... words) {
        assertThat(step).isInstanceOfSatisfying(Step.Failed.class, failed -> {
            assertThat(failed.problem()).as(failed.message()).isEqualTo(problem);
            assertThat(List.of(words)).allSatisfy(word -> assertThat(failed.message()).contains(word));
        });
    }
}
