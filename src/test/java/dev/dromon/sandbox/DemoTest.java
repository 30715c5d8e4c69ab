package dev.dromon.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dromon.model.Level;
import dev.dromon.model.Phase;
import dev.dromon.sandbox.demo.DemoRun;
import dev.dromon.sandbox.demo.EventConsumer;
import dev.dromon.sandbox.demo.HttpConsumer;
import dev.dromon.sandbox.demo.Screen;
import dev.dromon.sandbox.demo.TopicConsumer;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DemoTest {

    private static final Path APPLICATION = Path.of("examples", "podtato-head");
    private static final List<String> WORKLOADS = List.of("entry", "hat", "left-arm", "left-leg", "right-arm", "right-leg");
    private static final List<Supplier<EventConsumer>> CONSUMERS = List.of(HttpConsumer::new, TopicConsumer::new);
    private static final Pattern PHASE_EVENT = Pattern.compile("(App|Promotion|Workload)\\w*(Started|Succeeded|Errored)\\b");

    private final ByteArrayOutputStream written = new ByteArrayOutputStream();

    @Test
    void allPhasesGoThroughInTheOrderOfTheFlowPage() {
        assertThat(run(Optional.empty(), CONSUMERS)).as(this::screen).isEqualTo(DemoRun.AS_EXPECTED);
        assertThat(phaseEvents(line -> WORKLOADS.stream().noneMatch(w -> of(w, line)))).containsExactlyElementsOf(expected(Level.APP));
        for (String workload : WORKLOADS) {
            assertThat(phaseEvents(line -> of(workload, line))).as(workload).containsExactlyElementsOf(expected(Level.WORKLOAD));
        }
        assertThat(checks()).containsExactlyInAnyOrder("announce-rollout", "check-cluster-dns", "enough-cpu", "enough-cpu", "enough-cpu", "check-entry-service",
                "check-hat-service", "smoke-test-entry", "smoke-test-left-leg", "no-restarts", "no-restarts", "walk-through", "app-is-lean", "promote-to-next-stage");
        assertThat(screen()).contains("Completed", "discovery of the app", "8 Jobs ran for");
        bothConsumersHaveEverythingUpTo("app\\.completed");
    }

    @Test
    void failingCheckKeepsThePodsOfItsWorkloadPending() {
        String workload = "hat";
        assertThat(run(Optional.of(workload), CONSUMERS)).as(this::screen).isEqualTo(DemoRun.AS_EXPECTED);
        assertThat(screen()).contains("WorkloadPreDeployTasksErrored", "AppDeployErrored", "Pending (SchedulingGated)", "What to do")
                .contains("the gate of " + workload + " is still closed")
                .contains("WorkloadPreDeployTaskFailed  pod/podtato-head-" + workload, "WorkloadPreDeployTaskFailed  deployment/podtato-head-" + workload)
                .doesNotContain("AppPostDeployTasksStarted");
        assertThat(screen()).containsPattern("(?m)^ +" + workload + " +1 .*still there$").containsOnlyOnce("still there");
        bothConsumersHaveEverythingUpTo("(app|workload)\\.ended");
    }

    private void bothConsumersHaveEverythingUpTo(String type) {
        String received = " +(\\d+) of \\1 +\\d+ +yes +%s +[a-z.]+\\.v1 +" + type + "\\.v1$";
        assertThat(screen()).containsPattern("(?m)^ +HTTP 127\\.0\\.0\\.1:\\d+/events" + received.formatted("(\\d+) of \\2"))
                .containsPattern("(?m)^ +Kafka localhost:\\d+/flows" + received.formatted("-"));
    }

    @Test
    void consumerThatMissesAnEventIsNamedAndIsAFailure() {
        Supplier<EventConsumer> picky = () -> new HttpConsumer(event -> !"dev.dromon.appdeploy.started.v1".equals(event.getType()));

        assertThat(run(Optional.empty(), List.of(picky), Duration.ofSeconds(5), Duration.ofSeconds(60))).as(this::screen).isEqualTo(DemoRun.OTHERWISE);
        assertThat(screen()).contains("Completed").containsPattern("Not as expected, 5 s after the end of the flow: HTTP \\S+ misses\\s+AppDeployStarted\\s+\\([0-9a-f]{32}\\)");
    }

    @Test
    void unknownWorkloadIsRefusedWithTheValidNames() {
        assertThat(run(Optional.of("tail"), List.of())).isEqualTo(DemoRun.WRONG_CALL);
        assertThat(screen()).isEqualTo("expected FAIL to name one of entry, hat, left-arm, left-leg, right-arm, right-leg, found 'tail'\n");
    }

    @Test
    void givesUpInTimeAndSaysWhatItWaitedFor() {
        assertThat(run(Optional.empty(), List.of(), Duration.ofMinutes(1), Duration.ofMillis(1))).isEqualTo(DemoRun.OTHERWISE);
        assertThat(screen()).contains("Gave up after 0 s; still waited for: WorkloadCompleted of entry").contains("Completed.");
    }

    private int run(Optional<String> failing, List<Supplier<EventConsumer>> consumers) {
        return run(failing, consumers, Duration.ofSeconds(60), Duration.ofSeconds(60));
    }

    private int run(Optional<String> failing, List<Supplier<EventConsumer>> consumers, Duration delivery, Duration limit) {
        Properties settings = new Properties();
        settings.setProperty("dromon.discovery.quiet-period", "2s");
        DemoRun.Pace pace = new DemoRun.Pace(Duration.ofMillis(50), Duration.ofMillis(500), delivery, limit);
        DemoRun.Plan plan = new DemoRun.Plan(APPLICATION, failing, consumers, pace, settings);
        return new DemoRun(plan, new Screen(new PrintStream(written, true, StandardCharsets.UTF_8), false, true)).run();
    }

    private String screen() {
        return written.toString(StandardCharsets.UTF_8);
    }

    private List<String> phaseEvents(Predicate<String> lines) {
        List<String> events = new ArrayList<>();
        screen().lines().filter(lines).forEach(line -> {
            Matcher event = PHASE_EVENT.matcher(line);
            while (event.find()) {
                events.add(event.group());
            }
        });
        return events;
    }

    /** Whether a line of the tree is about that workload. */
    private static boolean of(String workload, String line) {
        return line.matches(" *[0-9.]+ s  (├─ |   )" + workload + " .*");
    }

    private List<String> checks() {
        Matcher check = Pattern.compile("✓ (\\S+)  \\d+\\.\\d\\d s").matcher(screen());
        List<String> found = new ArrayList<>();
        while (check.find()) {
            found.add(check.group(1));
        }
        return found;
    }

    private static List<String> expected(Level level) {
        return Arrays.stream(Phase.values()).filter(p -> p.level() == level).flatMap(p -> Stream.of(p.wire() + "Started", p.wire() + "Succeeded")).toList();
    }
}
