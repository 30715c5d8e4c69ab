package dev.dromon.metric;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dromon.api.IntervalResult;
import dev.dromon.api.KeptnMetric;
import dev.dromon.api.KeptnMetricSpec;
import dev.dromon.api.RangeSpec;
import dev.dromon.provider.Problem;
import dev.dromon.provider.Sample;
import dev.dromon.provider.Step;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

class MetricStatusFoldTest {

    private static final Instant BEGIN = Instant.parse("2026-01-02T03:04:05Z");

    private final KeptnMetric metric = new KeptnMetric();

    MetricStatusFoldTest() {
        metric.setMetadata(new ObjectMetaBuilder().withName("load").withNamespace("shop").withUid("uid").withGeneration(3L).build());
        metric.setSpec(new KeptnMetricSpec());
        metric.getSpec().fetchIntervalSeconds = 10;
    }

    private void found(int second, String... samples) {
        List<Sample> all = Arrays.stream(samples).map(s -> Sample.parse(s).orElseThrow()).toList();
        MetricStatusFold.end(metric, new Step.Found(all.get(all.size() - 1), all), at(second), at(second));
    }

    private void failed(int second) {
        MetricStatusFold.end(metric, new Step.Failed(Problem.ERROR, "the provider answered 500"), at(second), at(second));
    }

    private static Instant at(int second) {
        return BEGIN.plusSeconds(second);
    }

    private List<String> conditions() {
        return metric.getStatus().conditions.stream().map(c -> c.getType() + " " + c.getStatus() + " " + c.getReason()).toList();
    }

    private String raw() {
        return new String(Base64.getDecoder().decode(metric.getStatus().rawValue), StandardCharsets.UTF_8);
    }

    @Test
    void anAnswerGivesAValueAndClearsTheError() {
        failed(0);
        found(1, "4");

        assertThat(metric.getStatus().value).isEqualTo("4");
        assertThat(raw()).isEqualTo("\"4\"");
        assertThat(metric.getStatus().lastUpdated).isEqualTo("2026-01-02T03:04:06.000000Z");
        assertThat(metric.getStatus().errMsg).isNull();
        assertThat(metric.getStatus().observedGeneration).isEqualTo(3);
        assertThat(conditions()).containsExactly("Ready True Fetched");
    }

    @Test
    void aFailureKeepsTheValueAndItsTime() {
        found(0, "1", "4");
        failed(10);

        assertThat(metric.getStatus().value).isEqualTo("4");
        assertThat(raw()).isEqualTo("[\"1\",\"4\"]");
        assertThat(metric.getStatus().lastUpdated).isEqualTo("2026-01-02T03:04:05.000000Z");
        assertThat(metric.getStatus().errMsg).isEqualTo("the provider answered 500");
        assertThat(conditions()).containsExactly("Ready False ProviderError");
    }

    @Test
    void aValueIsStaleWhenItIsOlderThanTwiceTheInterval() {
        found(0, "4");
        MetricStatusFold.age(metric, at(20));
        assertThat(conditions()).containsExactly("Ready True Fetched");

        MetricStatusFold.age(metric, at(21));
        assertThat(conditions()).containsExactly("Ready True Fetched", "Stale True TooOld");

        failed(30);
        assertThat(conditions()).containsExactly("Ready False ProviderError", "Stale True TooOld");
        assertThat(metric.getStatus().conditions.get(1).getLastTransitionTime()).isEqualTo("2026-01-02T03:04:26.000000Z");

        found(40, "4");
        assertThat(conditions()).containsExactly("Ready True Fetched");
    }

    @Test
    void withoutAValueNothingIsStale() {
        failed(0);
        MetricStatusFold.age(metric, at(100));

        assertThat(conditions()).containsExactly("Ready False ProviderError");
        assertThat(metric.getStatus().value).isNull();
    }

    @Test
    void whatWasAskedBeforeTheValueThatIsThereChangesNothing() {
        found(10, "4");

        found(5, "3");
        failed(6);

        assertThat(metric.getStatus().value).isEqualTo("4");
        assertThat(metric.getStatus().errMsg).isNull();
    }

    @Test
    void storedResultsAreKeptBesidesTheValueAndFailuresToo() {
        metric.getSpec().range = new RangeSpec();
        metric.getSpec().range.interval = "5m";
        metric.getSpec().range.storedResults = 3;
        found(0, "1");
        found(10, "2");
        failed(20);
        failed(20);
        found(30, "4");

        assertThat(metric.getStatus().intervalResults).extracting((IntervalResult r) -> r.value).containsExactly("2", "", "4");
        assertThat(metric.getStatus().intervalResults).extracting((IntervalResult r) -> r.errMsg).containsExactly(null, "the provider answered 500", null);
        assertThat(metric.getStatus().intervalResults).allSatisfy(r -> assertThat(r.range.interval).isEqualTo("5m"));
        assertThat(metric.getStatus().value).isEqualTo("4");

        metric.getSpec().range.storedResults = 1;
        found(40, "5");
        assertThat(metric.getStatus().intervalResults).extracting((IntervalResult r) -> r.value).containsExactly("5");
    }
}
