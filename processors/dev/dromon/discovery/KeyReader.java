package dev.dromon.discovery;

import dev.dromon.model.Names;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Reads Keptn's annotations and labels, and the recommended labels of Kubernetes in their place. A {@code keptn.sh} key on the pod wins over one on the owner,
 * both win over a recommended label; an annotation wins over a label; empty values count as absent. Pure; never throws. Rule: docs/reference/annotations.md.
 * Differs from Keptn: a recommended label on the pod does not hide the owner's annotations, and lists and values are trimmed.
 */
public final class KeyReader {

    public static final String WORKLOAD = "keptn.sh/workload";
    public static final String VERSION = "keptn.sh/version";
    public static final String APP = "keptn.sh/app";
    public static final String PRE_TASKS = "keptn.sh/pre-deployment-tasks";
    public static final String POST_TASKS = "keptn.sh/post-deployment-tasks";
    public static final String PRE_EVALUATIONS = "keptn.sh/pre-deployment-evaluations";
    public static final String POST_EVALUATIONS = "keptn.sh/post-deployment-evaluations";
    public static final String CONTAINER = "keptn.sh/container";
    public static final String METADATA = "keptn.sh/metadata";
    public static final String GATE_REMOVED = "keptn.sh/scheduling-gate-removed";

    private static final Map<String, String> ALIASES = Map.of(WORKLOAD, "app.kubernetes.io/name", VERSION, "app.kubernetes.io/version", APP, "app.kubernetes.io/part-of");

    private KeyReader() {
    }

    /** What the pod's keys say; empty when neither the pod nor its owner names a workload. */
    public static Optional<WorkloadKeys> read(PodObservation seen) {
        return value(seen, WORKLOAD).map(workload -> {
            Optional<String> app = value(seen, APP);
            String version = value(seen, VERSION).orElseGet(() -> VersionInference.infer(seen.containers(), value(seen, CONTAINER)));
            return new WorkloadKeys(workload, Names.app(app.orElse(workload)), app.isEmpty(), version.toLowerCase(Locale.ROOT), list(seen, PRE_TASKS),
                    list(seen, POST_TASKS), list(seen, PRE_EVALUATIONS), list(seen, POST_EVALUATIONS), metadata(value(seen, METADATA).orElse("")));
        });
    }

    /** Whether the pod carries the mark of a removed gate, so that it is never to be held again. */
    public static boolean gateRemoved(PodObservation.Meta pod) {
        return in(Optional.of(pod), GATE_REMOVED).isPresent();
    }

    private static Optional<String> value(PodObservation seen, String key) {
        Optional<PodObservation.Meta> pod = Optional.of(seen.pod());
        Stream<Optional<String>> primary = Stream.of(in(pod, key), in(seen.owner(), key));
        Stream<Optional<String>> alias = Optional.ofNullable(ALIASES.get(key)).stream().flatMap(a -> Stream.of(in(pod, a), in(seen.owner(), a)));
        return Stream.concat(primary, alias).flatMap(Optional::stream).findFirst();
    }

    private static Optional<String> in(Optional<PodObservation.Meta> meta, String key) {
        return meta.flatMap(m -> Stream.of(m.annotations().get(key), m.labels().get(key)).filter(v -> v != null && !v.isBlank()).map(String::trim).findFirst());
    }

    private static List<String> list(PodObservation seen, String key) {
        return items(value(seen, key).orElse("")).toList();
    }

    private static Stream<String> items(String list) {
        return Arrays.stream(list.split(",")).map(String::trim).filter(item -> !item.isEmpty());
    }

    private static Map<String, String> metadata(String text) {
        Map<String, String> entries = new LinkedHashMap<>();
        items(text).forEach(entry -> {
            int equals = entry.indexOf('=');
            if (equals > 0) {
                entries.put(entry.substring(0, equals).trim(), entry.substring(equals + 1).trim());
            }
        });
        return entries;
    }
}
