package dev.dromon.gather;

import dev.dromon.model.Hash;
import dev.dromon.model.Intervention;
import dev.dromon.model.RunStatus;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads what people ask of a version by annotations: {@code dromon.dev/<verb>} is theirs, {@code dromon.dev/<verb>-by} is added by the API server (admission policy
 * dromon-interventions): who asks, and the version of the object until then, which makes each asking one of its own. Never throws.
 */
public final class InterventionReader {

    private static final String PREFIX = "dromon.dev/";
    private static final String SIGNATURE = "-by";
    private static final int UNSIGNED = 16;

    private InterventionReader() {
    }

    /** Everything that is asked of a version at this moment, in the order in which it is done. */
    public static List<Intervention> read(HasMetadata version) {
        Map<String, String> annotations = Optional.ofNullable(version.getMetadata().getAnnotations()).orElse(Map.of());
        return Arrays.stream(Intervention.Verb.values()).filter(verb -> annotations.containsKey(key(verb))).map(verb -> read(verb, annotations)).toList();
    }

    /** What is asked of a version first and is not recorded; empty when there is nothing. */
    static Optional<Intervention> next(HasMetadata version, RunStatus status) {
        return read(version).stream().filter(asked -> status.recorded(asked.id()).isEmpty()).findFirst();
    }

    /** The annotation that people write. */
    public static String key(Intervention.Verb verb) {
        return PREFIX + verb.wire();
    }

    /** The annotation that the API server adds to it. */
    public static String signature(Intervention.Verb verb) {
        return key(verb) + SIGNATURE;
    }

    private static Intervention read(Intervention.Verb verb, Map<String, String> annotations) {
        String value = Optional.ofNullable(annotations.get(key(verb))).orElse("");
        String signed = Optional.ofNullable(annotations.get(signature(verb))).orElse("");
        int blank = signed.lastIndexOf(' ');
        String id = verb.wire() + " " + (blank < 0 ? Hash.sha256(value, UNSIGNED) : signed.substring(blank + 1));
        return Intervention.of(id, verb, value, blank < 0 ? "" : signed.substring(0, blank));
    }
}
