package dev.dromon.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.dromon.event.Naming;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigTest {

    @Test
    void theDefaultsAreComplete() {
        Config config = Config.of(Dromon.defaults());

        assertThat(config.namespace()).isEqualTo("dromon-system");
        assertThat(config.watchNamespace()).isEmpty();
        assertThat(config.naming()).isEqualTo(Naming.FLOW);
        assertThat(config.settings().promotion()).isTrue();
        assertThat(config.settings().discoveryQuiet()).isEqualTo(Duration.ofSeconds(3));
        assertThat(config.leader()).isEmpty();
    }

    @ParameterizedTest(name = "{0}={1} is refused")
    @CsvSource(delimiter = '|', value = {
        "dromon.events.naming            | nice   | flow or keptn",
        "dromon.promotion.enabled        | yes    | true or false",
        "dromon.leader.enabled           | 1      | true or false",
        "dromon.discovery.quiet-period   | 3      | a duration with a unit",
        "dromon.discovery.quiet-period   | 0abc   | a duration with a unit",
        "dromon.workers                  | 0      | a whole number from 1 to 999",
        "dromon.workers                  | four   | a whole number from 1 to 999",
        "dromon.namespace                | ''     | a text",
        "dromon.task.deno-image          | ''     | a text"})
    void aWrongValueIsNamedWithItsKeyAndWhatIsAllowed(String key, String value, String allowed) {
        Properties settings = Dromon.defaults();
        settings.setProperty(key, value);

        assertThatExceptionOfType(Config.InvalidSettingException.class).isThrownBy(() -> Config.of(settings))
                .withMessageContainingAll("expected " + allowed, key, "found '" + value + "'").satisfies(e -> assertThat(e.getMessage()).doesNotContain("\n"));
    }

    @Test
    void anUnknownKeyIsNamed() {
        Properties settings = Dromon.defaults();
        settings.setProperty("dromon.event.naming", "flow");

        assertThatExceptionOfType(Config.InvalidSettingException.class).isThrownBy(() -> Config.of(settings)).withMessageContainingAll("dromon.event.naming", "dromon.events.naming");
    }

    @Test
    void leaseTimesMustFitTogether() {
        Properties settings = Dromon.defaults();
        settings.setProperty("dromon.leader.enabled", "true");
        settings.setProperty("dromon.leader.renew-deadline", "20s");

        assertThatExceptionOfType(Config.InvalidSettingException.class).isThrownBy(() -> Config.of(settings)).withMessageContaining("dromon.leader.lease-duration > renew-deadline");
    }

    @Test
    void systemPropertyWinsOverEnvironmentOverFile() {
        Properties system = new Properties();
        system.setProperty("dromon.workers", "9");

        Properties merged = Config.overlaid(Dromon.defaults(), Map.of("DROMON_WORKERS", "8", "DROMON_EVENTS_NAMING", "keptn", "HOME", "x"), system);

        assertThat(merged.getProperty("dromon.workers")).isEqualTo("9");
        assertThat(merged.getProperty("dromon.events.naming")).isEqualTo("keptn");
        assertThat(merged.getProperty("dromon.namespace")).isEqualTo("dromon-system");
    }

    @Test
    void leaseTimesThatTheElectionRefusesAreAWrongSettingToo() {
        Properties settings = Dromon.defaults();
        settings.setProperty("dromon.leader.enabled", "true");
        settings.setProperty("dromon.leader.renew-deadline", "4s");

        assertThatExceptionOfType(Config.InvalidSettingException.class).isThrownBy(() -> Config.of(settings)).satisfies(e -> assertThat(e.getMessage()).doesNotContain("\n"));
    }

    @Test
    void aReplicaIsCalledByItsHostUnlessItIsGivenAName() {
        assertThat(Config.overlaid(Dromon.defaults(), Map.of("HOSTNAME", "dromon-7c9"), new Properties()).getProperty("dromon.identity")).isEqualTo("dromon-7c9");
        assertThat(Config.overlaid(Dromon.defaults(), Map.of("HOSTNAME", "dromon-7c9", "DROMON_IDENTITY", "left"), new Properties()).getProperty("dromon.identity")).isEqualTo("left");
        assertThat(Config.overlaid(Dromon.defaults(), Map.of(), new Properties()).getProperty("dromon.identity")).isEqualTo("dromon");
    }

    /** Kubernetes makes variables for a Service named dromon; they must not keep the process from starting. */
    @Test
    void anUnknownVariableIsToldNotRefused() {
        Map<String, String> environment = Map.of("DROMON_NAMING", "keptn", "DROMON_SERVICE_HOST", "10.0.0.1", "DROMON_WORKERS", "5", "HOME", "x");

        assertThat(Config.unknownVariables(environment)).containsExactly("DROMON_NAMING", "DROMON_SERVICE_HOST");
        assertThat(Config.overlaid(Dromon.defaults(), environment, new Properties()).getProperty("dromon.workers")).isEqualTo("5");
    }
}
