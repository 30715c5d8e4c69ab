package dev.dromon.sandbox.demo;

import dev.dromon.sandbox.demo.Screen.Tone;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Shows a failed pre-deployment check as its user would find it, and whether the gate has held. */
final class HeldPods {

    private static final String GATE = "dromon.dev/pre-deployment";
    /** In the order in which a user comes to them. */
    private static final List<String> LOOKED_AT = List.of("Pod", "Deployment", "KeptnWorkloadVersion");

    private final Screen screen;
    private final List<Told> warnings = new ArrayList<>();
    private Optional<String> failedJob = Optional.empty();

    HeldPods(Screen screen) {
        this.screen = screen;
    }

    void hear(Told told) {
        if (told.warning() && LOOKED_AT.contains(told.kind())) {
            warnings.add(told);
        }
        if (told.warning() && "Job".equals(told.kind())) {
            failedJob = Optional.of(told.object());
        }
    }

    /** Prints the pods, the Events and what to do; true when every pod of the workload is still pending at the gate, and there is one. */
    boolean report(KubernetesClient client, String namespace, DemoRun.Plan plan) {
        String workload = plan.failing().orElseThrow();
        List<Pod> pods = client.pods().inNamespace(namespace).list().getItems().stream().filter(p -> workload.equals(DemoRun.workload(p))).toList();
        screen.line("", Tone.PLAIN);
        screen.line("$ kubectl get pods -n " + namespace + "    (those of " + workload + ", " + plan.pace().observation().toMillis() + " ms later)", Tone.HEADING);
        pods.forEach(pod -> screen.line("  " + pod.getMetadata().getName() + "  " + state(pod), held(pod) ? Tone.NOTICE : Tone.BAD));
        screen.line("$ kubectl get events -n " + namespace + " --field-selector type=Warning    (on the pod, its Deployment and its workload version)", Tone.HEADING);
        warnings.stream().filter(w -> workload.equals(w.workload())).sorted(Comparator.comparingInt(w -> LOOKED_AT.indexOf(w.kind()))).forEach(w -> {
            screen.line("  " + w.reason() + "  " + w.kind().toLowerCase(Locale.ROOT) + "/" + w.object(), Tone.NOTICE);
            screen.paragraph("      ", w.message(), Tone.PLAIN);
        });
        advise(namespace, workload, plan);
        boolean asExpected = !pods.isEmpty() && pods.stream().allMatch(HeldPods::held);
        screen.line("", Tone.PLAIN);
        screen.line(asExpected ? "As expected: the gate of " + workload + " is still closed." : "Not as expected: of the pods of " + workload + " "
                + pods.stream().filter(HeldPods::held).count() + " of " + pods.size() + " are pending at the gate.", asExpected ? Tone.GOOD : Tone.BAD);
        return asExpected;
    }

    private void advise(String namespace, String workload, DemoRun.Plan plan) {
        screen.line("What to do", Tone.HEADING);
        screen.line("  1. see what the task said:   kubectl logs -n " + namespace + " job/" + failedJob.orElse("<name>"), Tone.PLAIN);
        screen.line("  2. remove the cause          (here the task definition carries the annotation dromon.dev/sandbox: fail)", Tone.PLAIN);
        screen.line("  3. give " + workload + " a new keptn.sh/version and apply it:   kubectl apply -f " + plan.manifests(), Tone.PLAIN);
    }

    private static String state(Pod pod) {
        String reason = pod.getStatus().getConditions().stream().filter(c -> "False".equals(c.getStatus())).map(c -> " (" + c.getReason() + ")").findFirst().orElse("");
        return pod.getStatus().getPhase() + reason;
    }

    /** Whether the pod waits at our gate. */
    static boolean held(Pod pod) {
        return pod.getSpec().getNodeName() == null && pod.getSpec().getSchedulingGates().stream().anyMatch(g -> GATE.equals(g.getName()));
    }
}
