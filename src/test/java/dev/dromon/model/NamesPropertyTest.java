package dev.dromon.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class NamesPropertyTest {

    /** RFC 1123 subdomain, as the API server checks it. */
    private static final Pattern SUBDOMAIN = Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*");

    @Provide
    Arbitrary<String> texts() {
        Arbitrary<String> likely = Arbitraries.strings().withChars("abcXYZ019-_.+/: ").ofMaxLength(300);
        Arbitrary<String> names = Arbitraries.strings().withCharRange('a', 'z').withChars("-.").ofMinLength(1).ofMaxLength(300);
        Arbitrary<String> edges = Arbitraries.of("", ".", "-", "_", "a", "a.", "-a", "a..b", "A", "0");
        return Arbitraries.oneOf(likely, names, edges, Arbitraries.strings().ofMaxLength(40)).withoutEdgeCases();
    }

    @Property
    void everyNameIsValidAndTheSameAgain(@ForAll("texts") String app, @ForAll("texts") String workload, @ForAll("texts") String version, @ForAll @IntRange(min = 1, max = 99) int n) {
        String object = Names.workload(Names.app(app), workload);
        assertValid(Names.app(app), 253);
        assertValid(object, 253);
        assertValid(Names.workloadVersion(object, version, n), 253);
        assertValid(Names.appVersion(app, version, n), 253);

        assertThat(Names.app(app)).isEqualTo(Names.app(app));
        assertThat(Names.appVersion(app, version, n)).isEqualTo(Names.appVersion(app, version, n));
        assertThat(Names.app(Names.app(app))).as("spelling it again changes nothing").isEqualTo(Names.app(app));
    }

    @Property
    void theNameOfACheckNamesAJobToo(@ForAll Phase phase, @ForAll("texts") String definition, @ForAll @IntRange(max = 200) int position, @ForAll @IntRange(min = 1, max = 99) int attempt) {
        String check = Names.check("9d7b2f0e-1c1f-4a58-9d0e-000000000000", phase, position, definition, attempt);

        assertValid(check, 60);
        assertValid(Names.job(check, attempt), 63);
        assertThat(Names.job(check, attempt)).startsWith(check);
        assertThat(check).isEqualTo(Names.check("9d7b2f0e-1c1f-4a58-9d0e-000000000000", phase, position, definition, attempt));
    }

    @Property
    void theTaskOfADeliveryNamesAJobTooAndEndsInItsHash(@ForAll("texts") String trigger, @ForAll("texts") String delivery) {
        String hash = Hash.sha256(delivery, 16);

        String task = Names.delivery(trigger, hash);

        assertValid(task, 60);
        assertThat(task).endsWith("-" + hash);
        assertThat(Names.job(task, 1)).isEqualTo(task + "-1");
    }

    @Property
    void aJobOfAnyTaskIsValid(@ForAll("texts") String task, @ForAll @IntRange(min = 1, max = 99) int attempt) {
        assertValid(Names.job(Names.app(task), attempt), 63);
    }

    @Property
    void differentChecksHaveDifferentNames(@ForAll Phase phase, @ForAll Phase otherPhase, @ForAll("texts") String definition, @ForAll("texts") String otherDefinition,
            @ForAll @IntRange(max = 3) int position, @ForAll @IntRange(max = 3) int otherPosition) {
        Assume.that(phase != otherPhase || position != otherPosition || !definition.equals(otherDefinition));

        assertThat(Names.check("uid", phase, position, definition, 1)).isNotEqualTo(Names.check("uid", otherPhase, otherPosition, otherDefinition, 1));
    }

    @Property
    void differentVersionsOfAWorkloadHaveDifferentNames(@ForAll("texts") String version, @ForAll("texts") String other, @ForAll @IntRange(min = 1, max = 9) int attempt) {
        Assume.that(!keptn(version).equals(keptn(other)));

        assertThat(Names.workloadVersion("shop-cart", version, attempt)).isNotEqualTo(Names.workloadVersion("shop-cart", other, attempt));
    }

    /** Spellings that are one for Keptn. */
    private static String keptn(String version) {
        return version.toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static void assertValid(String name, int length) {
        assertThat(name).hasSizeLessThanOrEqualTo(length).matches(SUBDOMAIN);
    }
}
