package dev.dromon.cluster;

import static org.awaitility.Awaitility.await;

import dev.dromon.api.ApprovedRevisions;
import dev.dromon.api.ApprovedRevisionsSpec;
import dev.dromon.app.Dromon;
import dev.dromon.gather.Pods;
import dev.dromon.kube.KubeClients;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/**
 * The control plane that all cluster tests of one JVM share: {@code hack/cluster/up}, or the one whose kubeconfig the system property {@code dromon.cluster.kubeconfig}
 * names. Dromon's own objects are installed as users install them, and the runtime runs in this JVM as the ServiceAccount that users give it.
 */
public final class ControlPlane {

    /** Dromon's own namespace. */
    static final String SYSTEM = "dromon-system";
    /** The user that the runtime is for the API server. */
    static final String RUNTIME_USER = "system:serviceaccount:" + SYSTEM + ":dromon";

    private static final String KUBECONFIG = "dromon.cluster.kubeconfig";
    private static final String PROBE_OWNER = "00000000-0000-0000-0000-000000000001";
    private static final int PATIENT_MILLIS = 60_000;
    private static ControlPlane shared;

    private final Path kubeconfig;
    private final Path kubectl;
    private final boolean ours;
    private final KubernetesClient admin;
    private KubernetesClient runtimeClient;
    private Dromon runtime;
    private Properties settings;

    private ControlPlane(Path kubeconfig, Path kubectl, boolean ours) {
        this.kubeconfig = kubeconfig;
        this.kubectl = kubectl;
        this.ours = ours;
        this.admin = new KubernetesClientBuilder().withConfig(patient(kubeconfig)).build();
    }

    /** What tests ask of the API server is not what they try: a machine that is busy for some seconds must not decide them. */
    private static Config patient(Path kubeconfig) {
        return new ConfigBuilder(Config.fromKubeconfig(kubeconfig.toFile())).withRequestTimeout(PATIENT_MILLIS).withConnectionTimeout(PATIENT_MILLIS).build();
    }

    /** The one of this JVM, installed, with the runtime running; it ends with the JVM. */
    static synchronized ControlPlane running() {
        ControlPlane plane = installed();
        plane.start();
        return plane;
    }

    /** The same without a runtime, for tests that bring their own: the shared one looks after all namespaces. */
    public static synchronized ControlPlane withoutRuntime() {
        ControlPlane plane = installed();
        plane.stopRuntime();
        return plane;
    }

    private static ControlPlane installed() {
        if (shared == null) {
            String given = System.getProperty(KUBECONFIG, "");
            shared = given.isEmpty() ? up("dromon-test.") : installed(Path.of(given), false);
        }
        return shared;
    }

    /** One of the caller's own, installed, with the runtime running; for tests that would disturb all others. It ends with the JVM, or earlier by {@link #down}. */
    static ControlPlane own() {
        ControlPlane plane = ownWithoutRuntime();
        plane.start();
        return plane;
    }

    /** The same without a runtime. */
    public static ControlPlane ownWithoutRuntime() {
        return up("dromon-own.");
    }

    private static ControlPlane up(String prefix) {
        Path state = Path.of(System.getProperty("java.io.tmpdir"), prefix + ProcessHandle.current().pid());
        run(List.of("hack/cluster/up", state.toString()), "");
        return installed(state.resolve("kubeconfig"), true);
    }

    private static ControlPlane installed(Path kubeconfig, boolean ours) {
        ControlPlane plane = new ControlPlane(kubeconfig, Path.of(last(run(List.of("hack/cluster/build"), ""))).resolve("kubectl"), ours);
        Runtime.getRuntime().addShutdownHook(new Thread(plane::down));
        plane.install();
        return plane;
    }

    /** Kills one of its processes with SIGKILL and starts it again that many seconds later; returns when it is ready. Only for a control plane of one's own. */
    public void kill(String component, int secondsAway) {
        run(List.of("hack/cluster/restart", "--kill", "--pause", Integer.toString(secondsAway), component, kubeconfig.getParent().toString()), "");
    }

    /** Ends the runtime, then the control plane if it was started here; fine when that was done before. */
    public synchronized void down() {
        stopRuntime();
        admin.close();
        if (ours && Files.exists(kubeconfig)) {
            run(List.of("hack/cluster/down", kubeconfig.getParent().toString()), "");
        }
    }

    private void install() {
        kubectl("", "apply", "-k", "kustomize/base");
        kubectl("", "wait", "--for", "condition=Established", "crd", "-l", "app.kubernetes.io/part-of=dromon", "--timeout", "60s");
        String namespace = "probe-" + Long.toString(System.nanoTime(), Character.MAX_RADIX);
        admin.namespaces().resource(Manifests.namespace(namespace, true)).create();
        await("admission holds pods").atMost(Duration.ofSeconds(60)).ignoreExceptions().until(() -> Pods.gated(probe(namespace)));
        admin.resource(approvedProbe(namespace)).create();
        await("admission lets approved pods go").atMost(Duration.ofSeconds(60)).ignoreExceptions().until(() -> !Pods.gated(probe(namespace)));
        admin.namespaces().withName(namespace).delete();
    }

    private static ApprovedRevisions approvedProbe(String namespace) {
        ApprovedRevisions approved = new ApprovedRevisions();
        approved.setMetadata(new ObjectMetaBuilder().withName("dromon").withNamespace(namespace).build());
        approved.setSpec(new ApprovedRevisionsSpec());
        approved.getSpec().revisions.put(PROBE_OWNER + ".probe", "probe");
        return approved;
    }

    /** What admission would make of a workload's pod; nothing is created. */
    private Pod probe(String namespace) {
        return admin.resource(new PodBuilder().withNewMetadata().withName("probe").withNamespace(namespace).addToLabels("pod-template-hash", "probe")
                .addNewOwnerReference().withApiVersion("apps/v1").withKind("ReplicaSet").withName("probe").withUid(PROBE_OWNER).endOwnerReference().endMetadata()
                .withNewSpec().addNewContainer().withName("probe").withImage("probe").endContainer().endSpec().build()).dryRun(true).create();
    }

    /** Makes sure that a runtime with default settings runs. */
    void start() {
        start(Map.of());
    }

    /** Makes sure that a runtime with these settings, and otherwise the defaults, runs; one with other settings is stopped first. The next test gets the defaults again. */
    synchronized void start(Map<String, String> wanted) {
        Properties properties = new Properties();
        properties.setProperty("dromon.http.port", "");
        properties.putAll(wanted);
        if (runtime != null && !properties.equals(settings)) {
            stopRuntime();
        }
        if (runtime == null) {
            settings = properties;
            runtimeClient = KubeClients.reconciling(runtimeConfig());
            runtime = new Dromon(properties, runtimeClient).start();
        }
    }

    /** Stops the runtime as a terminated pod would. */
    synchronized void stopRuntime() {
        if (runtime != null) {
            runtime.close();
            runtimeClient.close();
            runtime = null;
        }
    }

    /** How the runtime's ServiceAccount reaches the API server. */
    public Config runtimeConfig() {
        String token = admin.serviceAccounts().inNamespace(SYSTEM).withName("dromon")
                .tokenRequest(new TokenRequestBuilder().withNewSpec().withExpirationSeconds(7200L).endSpec().build()).getStatus().getToken();
        Config own = admin.getConfiguration();
        return new ConfigBuilder(Config.empty()).withMasterUrl(own.getMasterUrl()).withCaCertData(own.getCaCertData()).withCaCertFile(own.getCaCertFile()).withOauthToken(token)
                .withTrustCerts(own.isTrustCerts()).build();
    }

    /** A client that may do everything. */
    public KubernetesClient admin() {
        return admin;
    }

    /** The audit log of the API server; empty when this control plane was not started here and has none. */
    Optional<Path> auditLog() {
        return Optional.of(kubeconfig.resolveSibling("audit.log")).filter(Files::isReadable);
    }

    /** The kubeconfig of a user who may do everything. */
    public Path kubeconfig() {
        return kubeconfig;
    }

    /** Runs kubectl with the given text as its input and returns what it printed; anything but exit code 0 fails with all it said. */
    String kubectl(String input, String... arguments) {
        return run(command(arguments), input);
    }

    /** Runs kubectl, which is expected to be refused, and returns what it said about that. */
    String kubectlRefused(String input, String... arguments) {
        Ended ended = execute(command(arguments), input);
        if (ended.code() == 0) {
            throw new AssertionError("expected kubectl " + String.join(" ", arguments) + " to be refused, found: " + ended.output());
        }
        return ended.output();
    }

    /** Runs a script against this cluster, with kubectl and these variables in its environment, and returns what it printed; anything but exit code 0 fails with all it said. */
    String shell(Map<String, String> variables, String... command) {
        Map<String, String> environment = new HashMap<>(variables);
        environment.put("KUBECONFIG", kubeconfig.toString());
        environment.put("KUBECTL", kubectl.toString());
        return ended(List.of(command), execute(List.of(command), "", environment)).output();
    }

    private List<String> command(String... arguments) {
        List<String> command = new ArrayList<>(List.of(kubectl.toString(), "--kubeconfig", kubeconfig.toString()));
        command.addAll(List.of(arguments));
        return command;
    }

    private static String run(List<String> command, String input) {
        return ended(command, execute(command, input)).output();
    }

    private static Ended ended(List<String> command, Ended ended) {
        if (ended.code() != 0) {
            throw new AssertionError("expected " + String.join(" ", command) + " to end with 0, found " + ended.code() + ": " + ended.output());
        }
        return ended;
    }

    private static Ended execute(List<String> command, String input) {
        return execute(command, input, Map.of());
    }

    /** Output and errors go to a file, so that daemons that keep them open do not keep us. */
    private static Ended execute(List<String> command, String input, Map<String, String> environment) {
        try {
            Path output = Files.createTempFile("dromon-test.", ".out");
            ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
            builder.environment().putAll(environment);
            Process process = builder.start();
            try (var stdin = process.getOutputStream()) {
                stdin.write(input.getBytes(StandardCharsets.UTF_8));
            }
            int code = process.waitFor();
            String text = Files.readString(output);
            Files.delete(output);
            return new Ended(code, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static String last(String output) {
        return output.lines().reduce((a, b) -> b).orElseThrow();
    }

    private record Ended(int code, String output) {
    }
}
