package dev.dromon.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dromon.model.Level;
import dev.dromon.model.Phase;
import dev.dromon.model.State;
import dev.dromon.model.Transition;
import dev.dromon.model.TransitionType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The tree of events and the list of asynchronous events, as the flow page has them, against what a flow tells. */
class FlowPageTest {

    private static final Path GOLDEN = Path.of("src/test/resources/golden/FlowEvents");

    @Test
    void aFlowThatGoesWellTellsTheTreeOfThePage() throws IOException {
        List<String> expected = tree().stream().filter(line -> line.contains("Started") || line.contains(" OR ") || line.equals("Completed")).map(line -> line.split(" OR ")[0]).toList();

        assertThat(phaseEvents(flow(Map.of(), "Succeeded"))).isEqualTo(expected).hasSize(23);
    }

    @ParameterizedTest
    @EnumSource(Phase.class)
    void aFlowThatFailsInAPhaseTellsItAsThePageDoes(Phase phase) throws IOException {
        String end = tree().stream().filter(line -> line.contains(" OR ") && line.startsWith(phase.wire())).map(line -> line.split(" OR ")[1].strip()).findFirst().orElseThrow();

        List<String> told = phaseEvents(phase.kind() == Phase.Kind.DEPLOY ? flow(Map.of(), "Failed: not in time") : flow(Map.of(phase.wire(), Map.of("bad", "Failed: no")), "Succeeded"));

        assertThat(told).contains(end);
        assertThat(told).filteredOn(reason -> reason.endsWith("Errored")).hasSize(phase.level() == Level.WORKLOAD || phase == Phase.APP_DEPLOY ? 2 : 1);
        assertThat(told).doesNotContain("Completed");
    }

    /** The page knows nobody who intervenes. */
    private static final Set<TransitionType> OURS = Set.of(TransitionType.RETRY, TransitionType.SKIP, TransitionType.ABORT, TransitionType.APPROVE, TransitionType.REFUSED, TransitionType.RESUMED);

    @Test
    void everyAsynchronousEventOfThePageExistsAndNothingElseDoesButInterventions() throws IOException {
        List<String> page = Files.readAllLines(GOLDEN.resolve("flow-page-asynchronous.txt"));

        List<String> reasons = Stream.of(TransitionType.values()).filter(t -> !t.wire().startsWith("Phase") && t != TransitionType.BLOCKED && !OURS.contains(t))
                .flatMap(t -> Stream.of(Subjects.app(), Subjects.workload()).map(s -> reason(s, t))).distinct().toList();

        assertThat(reasons).containsExactlyInAnyOrderElementsOf(page);
    }

    private static List<String> tree() throws IOException {
        return Files.readAllLines(GOLDEN.resolve("flow-page.txt")).stream().map(String::strip).toList();
    }

    private static List<FlowEvent> flow(Map<String, Map<String, String>> checks, String deploy) {
        return new FlowPlay(new FlowCase(true, checks, deploy, List.of(), null)).play().events(Naming.FLOW);
    }

    private static List<String> phaseEvents(List<FlowEvent> events) {
        return events.stream().filter(e -> !e.phase().isEmpty() && !e.reason().startsWith("Reconcile") && !e.reason().startsWith("Create") || e.reason().equals("Completed"))
                .map(FlowEvent::reason).collect(Collectors.toList());
    }

    private static String reason(Subject subject, TransitionType type) {
        Transition transition = new Transition(Instant.EPOCH, type, Optional.empty(), "", Optional.empty(), Optional.of(State.SUCCEEDED), "");
        return FlowEvents.from(subject, List.of(transition), 0, Naming.FLOW).get(0).reason();
    }
}
