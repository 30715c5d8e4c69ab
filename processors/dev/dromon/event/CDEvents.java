package dev.dromon.event;

import dev.dromon.model.Level;
import dev.dromon.model.Phase;
import dev.dromon.model.State;
import dev.dromon.model.Transition;
import dev.dromon.model.TransitionType;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Which CDEvent a transition is, if any. Pure; never throws. Table: docs/reference/cdevents.md; rule: CDEvents 0.3.0. */
final class CDEvents {

    private static final String RUN_VERSION = "0.1.1";
    private static final String SUITE_VERSION = "0.1.0";
    private static final String STARTED = "started";
    private static final String FINISHED = "finished";

    private final Flow flow;
    private final CloudEvent event;
    private final Transition transition;

    private CDEvents(Flow flow, int place, CloudEvent event) {
        this.flow = flow;
        this.event = event;
        this.transition = flow.run().transitions().get(place);
    }

    /** The CDEvent of the transition at that place, whose CloudEvent is given; empty when CDEvents have no word for it. */
    static Optional<CDEvent> of(Flow flow, int place, CloudEvent event) {
        CDEvents told = new CDEvents(flow, place, event);
        return switch (told.transition.type()) {
            case CREATE_APP_VERSION, CREATE_WORKLOAD_VERSION -> Optional.of(told.pipelineRun("queued", Map.of()));
            case PHASE_STARTED, RETRY, RESUMED -> starts(flow.run().transitions().subList(0, place)) ? Optional.of(told.pipelineRun(STARTED, Map.of())) : Optional.empty();
            case ENDED -> Optional.of(told.pipelineRun(FINISHED, told.verdict(told.state().passed() ? "success" : "failure")));
            case PHASE_SUCCEEDED -> told.transition.phase().filter(p -> p == Phase.WORKLOAD_DEPLOY).map(phase -> told.service());
            case CREATE_EVALUATION, RECONCILE_TASK, RECONCILE_EVALUATION, CANCELLED -> told.transition.item().isEmpty() ? Optional.empty() : told.check();
            default -> Optional.empty();
        };
    }

    /** Whether a run that such things have happened in is about to start: it never has, or it has ended since. */
    private static boolean starts(List<Transition> before) {
        return before.stream().map(Transition::type)
                .filter(t -> t == TransitionType.PHASE_STARTED || t == TransitionType.RETRY || t == TransitionType.RESUMED || t == TransitionType.ENDED)
                .reduce((older, newer) -> newer).filter(t -> t != TransitionType.ENDED).isEmpty();
    }

    private Optional<CDEvent> check() {
        return switch (transition.type()) {
            case CREATE_EVALUATION -> Optional.of(testSuiteRun("queued"));
            case RECONCILE_TASK -> predicate().map(this::taskRun);
            case RECONCILE_EVALUATION -> predicate().map(this::testSuiteRun);
            default -> cancelled();
        };
    }

    private Optional<CDEvent> cancelled() {
        return transition.phase().flatMap(phase -> switch (phase.kind()) {
            case TASKS -> Optional.of(taskRun(FINISHED));
            case EVALUATIONS -> Optional.of(testSuiteRun(FINISHED));
            case DEPLOY -> Optional.empty();
        });
    }

    private Optional<String> predicate() {
        return state() == State.PROGRESSING ? Optional.of(STARTED) : state().completed() ? Optional.of(FINISHED) : Optional.empty();
    }

    private CDEvent pipelineRun(String predicate, Map<String, String> more) {
        Subject subject = flow.subject();
        Map<String, String> texts = new LinkedHashMap<>(more);
        texts.put("pipelineName", subject.level() == Level.APP ? subject.app() : subject.workload());
        texts.put("url", subject.self().path());
        return new CDEvent(type("pipelinerun", predicate, RUN_VERSION), "pipelineRun", subject.self().path(), texts, Map.of());
    }

    private CDEvent taskRun(String predicate) {
        String path = path("KeptnTask");
        Map<String, String> texts = new LinkedHashMap<>();
        if (predicate.equals(FINISHED)) {
            texts.putAll(verdict(state() == State.SUCCEEDED ? "success" : "failure"));
        }
        texts.put("taskName", definition());
        texts.put("url", path);
        return new CDEvent(type("taskrun", predicate, RUN_VERSION), "taskRun", path, texts, Map.of("pipelineRun", Map.of("id", flow.subject().self().path(), "source", event.source())));
    }

    private CDEvent testSuiteRun(String predicate) {
        Map<String, String> texts = new LinkedHashMap<>();
        Map<String, Map<String, String>> parts = new LinkedHashMap<>(Map.of("environment", environment(), "testSuite", Map.of("id", definition())));
        if (predicate.equals(FINISHED)) {
            texts.put("outcome", state() == State.DEPRECATED ? "cancel" : state() == State.SUCCEEDED ? "pass" : "fail");
            texts.put("reason", transition.message());
        } else {
            parts.put("trigger", Map.of("type", "pipeline"));
        }
        return new CDEvent(type("testsuiterun", predicate, SUITE_VERSION), "testSuiteRun", path("KeptnEvaluation"), texts, parts);
    }

    private CDEvent service() {
        Subject subject = flow.subject();
        String namespace = subject.self().namespace();
        String artifact = "pkg:generic/" + encoded(namespace) + "/" + encoded(subject.workload()) + "@" + encoded(subject.version());
        String predicate = flow.previousVersion().isPresent() ? "upgraded" : "deployed";
        return new CDEvent(type("service", predicate, RUN_VERSION), "service", namespace + "/" + subject.workload(), Map.of("artifactId", artifact), Map.of("environment", environment()));
    }

    private static String type(String subject, String predicate, String version) {
        return "dev.cdevents." + subject + "." + predicate + "." + version;
    }

    private State state() {
        return transition.to().orElse(transition.type() == TransitionType.CANCELLED ? State.DEPRECATED : State.UNKNOWN);
    }

    private Map<String, String> verdict(String outcome) {
        return outcome.equals("success") ? Map.of("outcome", outcome) : Map.of("outcome", state() == State.DEPRECATED ? "cancel" : outcome, "errors", transition.message());
    }

    private Map<String, String> environment() {
        return Map.of("id", flow.cluster() + "/" + flow.subject().self().namespace());
    }

    private String path(String kind) {
        Subject.Ref self = flow.subject().self();
        return new Subject.Ref(self.apiVersion(), kind, self.namespace(), transition.item(), "").path();
    }

    /** The check's own name where its definition is no longer known. */
    private String definition() {
        return event.data().checks().stream().filter(c -> c.name().equals(transition.item())).findFirst().flatMap(FlowData.Check::definition).orElse(transition.item());
    }

    /** Percent-encoded as parts of a package URL are. */
    private static String encoded(String part) {
        StringBuilder encoded = new StringBuilder();
        for (byte b : part.getBytes(StandardCharsets.UTF_8)) {
            boolean plain = b >= '0' && b <= '9' || b >= 'A' && b <= 'Z' || b >= 'a' && b <= 'z' || "-._~".indexOf(b) >= 0;
            encoded.append(plain ? Character.toString(b) : String.format(Locale.ROOT, "%%%02X", b & 0xff));
        }
        return encoded.toString();
    }
}
