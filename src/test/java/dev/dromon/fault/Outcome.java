package dev.dromon.fault;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.dromon.api.ApprovedRevisions;
import dev.dromon.api.KeptnApp;
import dev.dromon.api.KeptnAppCreationRequest;
import dev.dromon.api.KeptnAppVersion;
import dev.dromon.api.KeptnEvaluation;
import dev.dromon.api.KeptnTask;
import dev.dromon.api.KeptnWorkload;
import dev.dromon.api.KeptnWorkloadVersion;
import dev.dromon.gather.Pods;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What came of a flow, in normal form: without times, and with what names with hashes stand for in their place. Two outcomes are equal when users, and whoever reads
 * status and events, cannot tell them apart. What happens to the checks of one phase, or to the workloads of one app, happens side by side: between two steps of the run
 * its lines are put into the order of their names, each one's own lines in the order of their times.
 */
final class Outcome {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<String> TIMES = Set.of("time", "startTime", "lastTransitionTime", "deploymentStartTime");
    private static final Set<String> SIDE_BY_SIDE = Set.of("CreateTask", "CreateEvaluation", "ReconcileTask", "ReconcileEvaluation", "ReconcileWorkload", "Cancelled");
    private static final Pattern POD = Pattern.compile("-[a-z0-9]{6,10}-[a-z0-9]{5}$");

    private final Map<String, String> names = new TreeMap<>(Comparator.comparingInt(String::length).reversed().thenComparing(Comparator.naturalOrder()));
    private final List<String> lines = new ArrayList<>();
    private final Map<String, Integer> jobs = new TreeMap<>();

    private Outcome() {
    }

    /** Reads it off the API server. */
    static Outcome of(Scene scene) {
        Outcome outcome = new Outcome();
        outcome.read(scene);
        return outcome;
    }

    private void read(Scene scene) {
        KubernetesClient client = scene.client();
        String namespace = scene.namespace();
        names.put(namespace, "NAMESPACE");
        List<KeptnTask> tasks = all(client, KeptnTask.class, namespace);
        List<KeptnEvaluation> evaluations = all(client, KeptnEvaluation.class, namespace);
        tasks.forEach(t -> names.put(t.getMetadata().getName(), check(t, t.getSpec().checkType, t.getSpec().taskDefinition)));
        evaluations.forEach(e -> names.put(e.getMetadata().getName(), check(e, e.getSpec().checkType, e.getSpec().evaluationDefinition)));
        all(client, KeptnApp.class, namespace).forEach(a -> version(a, a.getStatus()));
        all(client, KeptnWorkload.class, namespace).forEach(w -> version(w, w.getStatus()));
        all(client, KeptnAppVersion.class, namespace).forEach(v -> version(v, v.getStatus()));
        all(client, KeptnWorkloadVersion.class, namespace).forEach(v -> version(v, v.getStatus()));
        int ordered = lines.size();
        tasks.forEach(t -> line(t, t.getStatus().status + " " + Optional.ofNullable(t.getStatus().reason).orElse("")));
        evaluations.forEach(e -> line(e, e.getStatus().overallStatus + " after " + e.getStatus().retryCount));
        all(client, KeptnAppCreationRequest.class, namespace).forEach(r -> line(r, "not done"));
        all(client, ApprovedRevisions.class, namespace).forEach(a -> lines.add("approved " + a.getSpec().revisions.values().stream().sorted().toList()));
        all(client, Pod.class, namespace).stream().filter(p -> p.getMetadata().getLabels().containsKey("app")).map(Outcome::pod).sorted().forEach(lines::add);
        all(client, Job.class, namespace).forEach(j -> line(j, "expires " + (j.getSpec().getTtlSecondsAfterFinished() != null)));
        lines.subList(ordered, lines.size()).sort(Comparator.naturalOrder());
        scene.stage().jobs(namespace).values().forEach(j -> jobs.merge(normal(j).replaceFirst("-1$", ""), 1, Integer::sum));
        events(client, namespace);
    }

    private static <T extends HasMetadata> List<T> all(KubernetesClient client, Class<T> type, String namespace) {
        return client.resources(type).inNamespace(namespace).list().getItems().stream().sorted(Comparator.comparing(o -> o.getMetadata().getName())).toList();
    }

    private static String check(HasMetadata check, String type, String definition) {
        return type + "/" + definition + "@" + check.getMetadata().getOwnerReferences().get(0).getName();
    }

    private String normal(String text) {
        String result = text;
        for (Map.Entry<String, String> name : names.entrySet()) {
            result = result.replace(name.getKey(), name.getValue());
        }
        return result;
    }

    private void line(HasMetadata object, String what) {
        lines.add(object.getKind() + " " + normal(object.getMetadata().getName()) + " " + what);
    }

    private static String pod(Pod pod) {
        String state = Pods.gated(pod) ? "at the gate" : pod.getStatus().getPhase();
        return "Pod " + pod.getMetadata().getLabels().get("app") + " " + pod.getSpec().getContainers().get(0).getImage() + " " + state;
    }

    private void version(HasMetadata object, Object status) {
        JsonNode tree = JSON.valueToTree(status);
        line(object, "labels " + object.getMetadata().getLabels());
        tree.properties().forEach(field -> {
            switch (field.getKey()) {
                case "transitions" -> sideBySide(stream(field.getValue()).toList(), t -> t.path("type").asText(), t -> normal(t.path("item").asText()))
                        .forEach(t -> line(object, "transition " + plain(t)));
                case "conditions" -> stream(field.getValue()).forEach(c -> line(object, "condition " + c.path("type").asText() + " " + c.path("status").asText() + " " + c.path("reason").asText()));
                case "basis", "traceparent" -> { }
                default -> line(object, field.getKey() + " " + (TIMES.contains(field.getKey()) || field.getKey().equals("endTime") ? "a time" : plain(field.getValue())));
            }
        });
    }

    private static Stream<JsonNode> stream(JsonNode array) {
        List<JsonNode> nodes = new ArrayList<>();
        array.forEach(nodes::add);
        return nodes.stream();
    }

    private String plain(JsonNode node) {
        return normal(timeless(node.deepCopy()).toString());
    }

    private static JsonNode timeless(JsonNode node) {
        if (node instanceof ObjectNode object) {
            object.remove(TIMES);
            object.remove("endTime");
            object.remove("order");
            object.forEach(Outcome::timeless);
        } else if (node instanceof ArrayNode array) {
            array.forEach(Outcome::timeless);
        }
        return node;
    }

    /** Puts what is between two steps of a run into the order of the names of what it is about. */
    private static <T> List<T> sideBySide(List<T> entries, Function<T, String> type, Function<T, String> about) {
        List<T> result = new ArrayList<>();
        List<T> side = new ArrayList<>();
        for (T entry : entries) {
            if (SIDE_BY_SIDE.contains(type.apply(entry))) {
                side.add(entry);
            } else {
                side.sort(Comparator.comparing(about));
                result.addAll(side);
                side.clear();
                result.add(entry);
            }
        }
        side.sort(Comparator.comparing(about));
        result.addAll(side);
        return result;
    }

    private void events(KubernetesClient client, String namespace) {
        Map<String, List<Event>> byObject = client.v1().events().inNamespace(namespace).list().getItems().stream()
                .filter(e -> "dromon.dev/runtime".equals(e.getReportingComponent())).sorted(Comparator.comparing(e -> Instant.parse(e.getEventTime().getTime())))
                .collect(Collectors.groupingBy(this::regarded, TreeMap::new, Collectors.toList()));
        byObject.forEach((object, events) -> sideBySide(events, Event::getReason, this::about)
                .forEach(e -> lines.add("event on " + object + ": " + e.getType() + " " + e.getReason() + " x" + e.getCount() + " " + e.getAction() + " " + normal(e.getMessage()))));
    }

    /** Order is promised among the events of one version: two versions of an app write their own histories, parts of which are shown on the app. */
    private String regarded(Event event) {
        String name = event.getInvolvedObject().getName();
        boolean pod = "Pod".equals(event.getInvolvedObject().getKind());
        Map<String, String> version = event.getMetadata().getAnnotations();
        return event.getInvolvedObject().getKind() + " " + (pod ? POD.matcher(name).replaceFirst("") : normal(name)) + " of " + version.get("dromon.dev/workload") + " "
                + version.get("dromon.dev/version");
    }

    /** The first word of its message, or the second after "created", is what it is about. */
    private String about(Event event) {
        return normal(event.getMessage()).replaceFirst("^created ", "").replaceFirst(" .*", "");
    }

    /** The lines of an expected outcome that are missing here, and those that are here instead; empty when they are equal. */
    List<String> differences(Outcome expected) {
        List<String> missing = new ArrayList<>(expected.lines);
        List<String> more = new ArrayList<>(lines);
        lines.forEach(missing::remove);
        expected.lines.forEach(more::remove);
        List<String> differences = new ArrayList<>();
        missing.forEach(l -> differences.add("expected: " + l));
        more.forEach(l -> differences.add("found:    " + l));
        for (int i = 0; differences.isEmpty() && i < lines.size(); i++) {
            if (!lines.get(i).equals(expected.lines.get(i))) {
                differences.add("expected in this place: " + expected.lines.get(i));
                differences.add("found in this place:    " + lines.get(i));
            }
        }
        return differences;
    }

    boolean contains(String text) {
        return lines.stream().anyMatch(l -> l.contains(text));
    }

    /** Jobs that were created, ever, per check. */
    Map<String, Integer> jobs() {
        return jobs;
    }

    @Override
    public String toString() {
        return String.join("\n", lines);
    }
}
