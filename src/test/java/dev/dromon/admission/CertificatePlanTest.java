package dev.dromon.admission;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dromon.admission.CertificatePlan.Sight;
import dev.dromon.admission.CertificatePlan.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CertificatePlanTest {

    private static final Instant NOW = Instant.parse("2026-03-01T00:00:00Z");
    private static final CertificatePlan PLAN = new CertificatePlan(Duration.ofDays(90));

    private static Sight sight(String ends, String next, String published, boolean seen) {
        return new Sight(at(ends), at(next), at(published), seen);
    }

    /** So long from now; empty for nothing. */
    private static Optional<Instant> at(String fromNow) {
        return fromNow.isEmpty() ? Optional.empty() : Optional.of(NOW.plus(Duration.parse(fromNow)));
    }

    @Test
    void withoutOneThatCanBeServedOneIsMadeOrTheNextOneTaken() {
        assertThat(PLAN.next(sight("", "", "", false), NOW)).isEqualTo(Step.MAKE);
        assertThat(PLAN.next(sight("PT0S", "", "", false), NOW)).isEqualTo(Step.MAKE);
        assertThat(PLAN.next(sight("-PT1S", "P60D", "", false), NOW)).as("it has ended: what is not published yet is better").isEqualTo(Step.PROMOTE);
        assertThat(PLAN.next(sight("-PT1S", "-PT1S", "", false), NOW)).isEqualTo(Step.MAKE);
    }

    @Test
    void theNextOneIsMadeWhenAThirdIsLeft() {
        assertThat(PLAN.next(sight("P30DT1S", "", "", false), NOW)).isEqualTo(Step.WAIT);
        assertThat(PLAN.again(sight("P30DT1S", "", "", false), NOW)).isEqualTo(NOW.plusSeconds(1));
        assertThat(PLAN.next(sight("P30D", "", "", false), NOW)).isEqualTo(Step.PREPARE);
    }

    @Test
    void theNextOneIsServedOnlyWhenItsAuthorityHasBeenPublishedForAWhile() {
        assertThat(PLAN.next(sight("P30D", "P90D", "", false), NOW)).isEqualTo(Step.WAIT);
        assertThat(PLAN.again(sight("P30D", "P90D", "", false), NOW)).isEqualTo(NOW.plus(Duration.ofDays(30)));
        assertThat(PLAN.next(sight("P30D", "P90D", "", true), NOW)).isEqualTo(Step.NOTE);
        assertThat(PLAN.next(sight("P30D", "P90D", "-PT9M59S", true), NOW)).isEqualTo(Step.WAIT);
        assertThat(PLAN.again(sight("P30D", "P90D", "-PT9M59S", true), NOW)).isEqualTo(NOW.plusSeconds(1));
        assertThat(PLAN.next(sight("P30D", "P90D", "-PT10M", true), NOW)).isEqualTo(Step.PROMOTE);
        assertThat(PLAN.next(sight("P30D", "P90D", "-PT10M", false), NOW)).as("somebody took it off again").isEqualTo(Step.WAIT);
    }
}
