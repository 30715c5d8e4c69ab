package dev.dromon.act;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dromon.api.KeptnAppVersion;
import dev.dromon.api.KeptnAppVersionSpec;
import dev.dromon.api.KeptnAppVersionStatus;
import dev.dromon.api.Transition;
import dev.dromon.kube.Times;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeliveryLedgerTest {

    private static final Instant T0 = Instant.parse("2026-01-02T03:04:05Z");

    private final Set<String> sinks = new HashSet<>(Set.of("kubernetes", "http"));
    private final DeliveryLedger ledger = new DeliveryLedger(() -> sinks);
    private final Outbox outbox = new Outbox(ledger);
    private final KeptnAppVersion version = version();

    private static KeptnAppVersion version() {
        KeptnAppVersion version = new KeptnAppVersion();
        version.setMetadata(new ObjectMetaBuilder().withName("cart-1.0").withNamespace("shop").withUid("uid").build());
        version.setSpec(new KeptnAppVersionSpec());
        version.setStatus(new KeptnAppVersionStatus());
        for (int second = 0; second < 4; second++) {
            Transition t = new Transition();
            t.time = Times.micros(T0.plusSeconds(second));
            t.type = "PhaseStarted";
            t.phase = "AppDeploy";
            version.getStatus().transitions.add(t);
        }
        return version;
    }

    @Test
    void countersOnlyRiseAndThoseOfADeletedSinkAreLeftOut() {
        ledger.accepted(version, "http", 3);
        ledger.accepted(version, "http", 2);

        assertThat(ledger.delivered(version, Map.of("kubernetes", 4, "http", 1))).isEqualTo(Map.of("kubernetes", 4, "http", 3));
        sinks.remove("http");
        assertThat(ledger.delivered(version, Map.of("kubernetes", 4, "http", 1))).isEqualTo(Map.of("kubernetes", 4));
    }

    @Test
    void onlyMoreThanIsRecordedIsWorthAWrite() {
        ledger.accepted(version, "http", 3);

        assertThat(ledger.ahead(version, Map.of("http", 2))).isTrue();
        assertThat(ledger.ahead(version, Map.of("http", 3))).isFalse();
        assertThat(ledger.ahead(version, Map.of("http", 3, "deleted", 9))).as("a sink that is gone is no reason").isFalse();
        sinks.remove("http");
        assertThat(ledger.ahead(version, Map.of())).isFalse();
    }

    @ParameterizedTest(name = "since second {0}, accepted {1}: next is {2}")
    @CsvSource({"-1,0,0", "0,0,0", "1,0,1", "2,0,2", "2,3,3", "3,1,3", "9,0,4", "-1,4,4", "-1,7,4"})
    void aSinkGetsWhatHappenedSinceItIsThereAndItHasNotAccepted(int since, int accepted, int next) {
        version.getStatus().delivered.put("http", accepted);
        Sinks.Sink sink = new Sinks.Sink("http", "http", T0.plusSeconds(since), true);

        assertThat(outbox.next(version, Outbox.run(version), sink)).isEqualTo(next);
        assertThat(outbox.through(version, sink)).isEqualTo(next == 4);
    }

    @Test
    void aVersionThatWasNeverWrittenHasNothingToTell() {
        version.setStatus(null);

        assertThat(outbox.through(version, new Sinks.Sink("http", "http", Instant.MIN, true))).isTrue();
        assertThat(Outbox.recorded(version)).isEmpty();
        assertThat(List.of(outbox.next(version, Outbox.run(version), new Sinks.Sink("http", "http", Instant.MIN, true)))).containsExactly(0);
    }
}
