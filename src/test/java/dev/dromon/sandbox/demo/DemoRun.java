package dev.dromon.sandbox.demo;

import dev.dromon.app.Dromon;
import dev.dromon.sandbox.Manifests;
import dev.dromon.sandbox.Sandbox;
import dev.dromon.sandbox.demo.Screen.Tone;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** One demonstration from start to end. */
public final class DemoRun {

    /** Everything went as it should. */
    public static final int AS_EXPECTED = 0;
    /** Something else happened, or not in time. */
    public static final int OTHERWISE = 1;
    /** It was called in a wrong way. */
    public static final int WRONG_CALL = 2;

    /** Namespace of Dromon. */
    static final String SYSTEM = "dromon-system";

    /**
     * What to demonstrate.
     *
     * @param manifests folder of the application; its first object is the namespace
     * @param failing   workload whose pre-deployment task fails; empty for a flow that goes through
     * @param consumers how to start those who get the events
     * @param pace      how long things take
     * @param settings  settings of Dromon that are not the default ones
     */
    public record Plan(Path manifests, Optional<String> failing, List<Supplier<EventConsumer>> consumers, Pace pace, Properties settings) {

        public Plan {
            consumers = List.copyOf(consumers);
        }
    }

    /**
     * How long things take.
     *
     * @param job         each Job
     * @param observation the look at a closed gate after the flow has ended
     * @param delivery    the wait for the consumers after the flow has ended, at most
     * @param limit       the flow, at most
     */
    public record Pace(Duration job, Duration observation, Duration delivery, Duration limit) {
    }

    private final Plan plan;
    private final Screen screen;

    /** Writes to the screen, from the thread that calls {@link #run}. */
    public DemoRun(Plan plan, Screen screen) {
        this.plan = plan;
        this.screen = screen;
    }

    /** Runs it; returns one of the exit codes of this class. */
    public int run() {
        List<HasMetadata> manifests = Manifests.read(plan.manifests());
        Set<String> workloads = FailingCheck.workloads(manifests).keySet();
        if (plan.failing().filter(w -> !workloads.contains(w)).isPresent()) {
            screen.line("expected FAIL to name one of " + String.join(", ", workloads) + ", found '" + plan.failing().get() + "'", Tone.BAD);
            return WRONG_CALL;
        }
        List<HasMetadata> application = plan.failing().map(w -> FailingCheck.in(manifests, w)).orElse(manifests);
        introduce(workloads.size());
        Instant begin = Instant.now();
        try (Consumers consumers = Consumers.start(plan.consumers()); Sandbox sandbox = new Sandbox(plan.pace().job()).start();
                Dromon dromon = dromon(sandbox.client(), plan.settings())) {
            consumers.subscribe(sandbox.client());
            screen.line("Sandbox, Dromon and the consumers of events started in " + Screen.seconds(Duration.between(begin, Instant.now())).trim() + " s.", Tone.PLAIN);
            screen.line("", Tone.PLAIN);
            return demonstrate(sandbox.client(), application, workloads, consumers);
        }
    }

    private void introduce(int workloads) {
        String failing = plan.failing().map(w -> " The pre-deployment task of " + w + " will fail.").orElse("");
        screen.paragraph("", "Deploying " + plan.manifests() + ", " + workloads + " workloads, to a Kubernetes API in this process. Pods and Jobs are simulated, each Job takes "
                + plan.pace().job().toMillis() + " ms; Dromon is the real one, and so are the HTTP server and the Kafka broker that get the events." + failing, Tone.PLAIN);
    }

    private static Dromon dromon(KubernetesClient client, Properties settings) {
        client.resource(new NamespaceBuilder().withNewMetadata().withName(SYSTEM).endMetadata().build()).create();
        Properties all = new Properties();
        all.setProperty("dromon.http.port", "");
        all.setProperty("dromon.metrics.fetch", "false");
        all.putAll(settings);
        return new Dromon(all, client).start();
    }

    private int demonstrate(KubernetesClient client, List<HasMetadata> application, Set<String> workloads, Consumers consumers) {
        String namespace = application.get(0).getMetadata().getName();
        try (EventFeed feed = new EventFeed(client, namespace)) {
            Instant start = Instant.now();
            Story story = new Story(feed, new FlowTree(screen, start), new Timings(start), new HeldPods(screen));
            application.forEach(object -> Metrics.measure(client, Manifests.apply(client, object)));
            Awaited awaited = plan.failing().map(w -> Awaited.failure(workloads, w)).orElseGet(() -> Awaited.success(workloads));
            boolean early = plan.failing().isEmpty();
            if (!story.follow(start.plus(plan.pace().limit()), awaited, early)) {
                screen.line("", Tone.PLAIN);
                screen.paragraph("", (awaited.endedBadly() ? "The app has ended badly" : "Gave up after " + plan.pace().limit().toSeconds() + " s") + "; still waited for: "
                        + String.join(", ", awaited.open()) + ".", Tone.BAD);
                return OTHERWISE;
            }
            int outcome = plan.failing().isEmpty() ? AS_EXPECTED : story.observe(client, namespace, plan);
            report(story.timings(), client, namespace);
            boolean delivered = consumers.report(() -> FlowRecord.read(client, namespace), plan.pace().delivery(), screen);
            return delivered ? outcome : OTHERWISE;
        }
    }

    private void report(Timings timings, KubernetesClient client, String namespace) {
        Map<String, String> workloadOfPod = client.pods().inNamespace(namespace).list().getItems().stream().filter(p -> workload(p) != null)
                .collect(Collectors.toMap(p -> p.getMetadata().getName(), DemoRun::workload));
        screen.line("", Tone.PLAIN);
        screen.table(timings.phases());
        screen.line("", Tone.PLAIN);
        screen.table(timings.gates(workloadOfPod));
        screen.line("", Tone.PLAIN);
        screen.paragraph("  ", timings.jobs(), Tone.PLAIN);
    }

    static String workload(Pod pod) {
        return Optional.ofNullable(pod.getMetadata().getAnnotations()).map(a -> a.get("keptn.sh/workload")).orElse(null);
    }
}
