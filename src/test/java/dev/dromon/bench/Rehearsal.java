package dev.dromon.bench;

import dev.dromon.api.KeptnAppVersion;
import dev.dromon.sandbox.Sandbox;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;

/**
 * Runs the command in its arguments, which is to be Dromon, through a small flow in a sandbox, and ends it: so that a JVM that archives its classes at exit (CDS) has
 * loaded those that a flow needs.
 */
public final class Rehearsal {

    private static final String NAMESPACE = "rehearsal";
    private static final String APP = "app";
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private Rehearsal() {
    }

    /** Exit code 0 after the flow, 1 with the cause when it did not come to its end in two minutes. */
    public static void main(String[] arguments) throws IOException {
        try (Sandbox sandbox = new Sandbox().start()) {
            Path kubeconfig = Files.createTempFile("dromon-rehearsal.", ".kubeconfig");
            Path log = Files.createTempFile("dromon-rehearsal.", ".log");
            Files.writeString(kubeconfig, """
                    apiVersion: v1
                    kind: Config
                    current-context: it
                    contexts: [{name: it, context: {cluster: it, user: it}}]
                    clusters: [{name: it, cluster: {server: "%s"}}]
                    users: [{name: it, user: {token: none}}]
                    """.formatted(sandbox.config().getMasterUrl()));
            try (RuntimeProcess runtime = new RuntimeProcess(String.join(" ", arguments), kubeconfig, log)) {
                runtime.with("DROMON_HTTP_PORT", String.valueOf(Bench.freePort())).start();
                flow(sandbox);
            } catch (RuntimeException e) {
                throw new IllegalStateException("expected a flow in the sandbox to end well, it did not; the runtime said: " + Files.readString(log), e);
            }
            Files.delete(kubeconfig);
            Files.delete(log);
        }
        System.exit(0);
    }

    private static void flow(Sandbox sandbox) {
        Cluster.namespace(sandbox.client(), NAMESPACE, true);
        Apps apps = new Apps(sandbox.client());
        apps.task(NAMESPACE);
        apps.evaluation(NAMESPACE, "up");
        apps.measure(NAMESPACE, "up", "1");
        apps.context(NAMESPACE, APP);
        apps.deployment(NAMESPACE, APP, "pre-deployment-tasks", Apps.TASK, "pre-deployment-evaluations", "up");
        Awaitility.await("the app is completed").pollInterval(Duration.ofMillis(50)).atMost(PATIENCE).until(() -> sandbox.client().resources(KeptnAppVersion.class)
                .inNamespace(NAMESPACE).list().getItems().stream().anyMatch(v -> v.getStatus() != null && "Completed".equals(v.getStatus().currentPhase)));
    }
}
