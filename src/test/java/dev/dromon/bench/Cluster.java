package dev.dromon.bench;

import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A control plane of its own for the bench, with the custom resources installed. */
final class Cluster implements AutoCloseable {

    private static final String SYSTEM = "dromon-system";
    private static final Pattern TOKEN = Pattern.compile("token: [^}\\s]+");
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Path state;
    private final KubernetesClient admin;

    private Cluster(Path state) {
        this.state = state;
        this.admin = new KubernetesClientBuilder().withConfig(Config.fromKubeconfig(state.resolve("kubeconfig").toFile())).build();
    }

    /** Starts one; own: with Dromon's rights and admission policies, not only the custom resources. */
    static Cluster start(boolean own) {
        Path state = Path.of(System.getProperty("java.io.tmpdir"), "dromon-bench." + ProcessHandle.current().pid());
        Runtime.getRuntime().addShutdownHook(new Thread(() -> Shell.run(List.of("hack/cluster/down", state.toString()))));
        Shell.run(List.of("hack/cluster/up", state.toString()));
        Cluster cluster = new Cluster(state);
        cluster.install(own);
        return cluster;
    }

    private void install(boolean own) {
        kubectl("apply", "-k", own ? "kustomize/base" : "kustomize/base/crds");
        kubectl("wait", "--for", "condition=Established", "crd", "-l", "app.kubernetes.io/part-of=dromon", "--timeout", "60s");
        if (own) {
            namespace("probe", true);
            await("admission holds pods").atMost(PATIENCE).ignoreExceptions().until(this::held);
        }
    }

    /** Whether admission holds a workload's pod; nothing is created. */
    private boolean held() {
        return !admin.resource(new PodBuilder().withNewMetadata().withName("probe").withNamespace("probe").addToLabels("pod-template-hash", "probe")
                .addNewOwnerReference().withApiVersion("apps/v1").withKind("ReplicaSet").withName("probe").withUid("probe").endOwnerReference().endMetadata()
                .withNewSpec().addNewContainer().withName("probe").withImage("probe").endContainer().endSpec().build()).dryRun(true).create().getSpec().getSchedulingGates().isEmpty();
    }

    private void kubectl(String... arguments) {
        List<String> command = new ArrayList<>(List.of(kubectl().toString(), "--kubeconfig", state.resolve("kubeconfig").toString()));
        command.addAll(List.of(arguments));
        Shell.run(command);
    }

    private static Path kubectl() {
        String output = Shell.run(List.of("hack/cluster/build"));
        return Path.of(output.lines().reduce((a, b) -> b).orElseThrow()).resolve("kubectl");
    }

    /** A client that may do everything. */
    KubernetesClient admin() {
        return admin;
    }

    /** Version of the API server. */
    String version() {
        return admin.getKubernetesVersion().getGitVersion();
    }

    /** The API server's log of requests. */
    AuditLog auditLog(String user) {
        return new AuditLog(state.resolve("audit.log"), user);
    }

    /** A kubeconfig for the runtime: with the rights of its ServiceAccount, or those of an administrator for one that is not Dromon. */
    Path kubeconfig(boolean own) {
        Path full = state.resolve("kubeconfig");
        if (!own) {
            return full;
        }
        String token = admin.serviceAccounts().inNamespace(SYSTEM).withName("dromon")
                .tokenRequest(new TokenRequestBuilder().withNewSpec().withExpirationSeconds(7200L).endSpec().build()).getStatus().getToken();
        try {
            String text = TOKEN.matcher(Files.readString(full)).replaceAll(Matcher.quoteReplacement("token: " + token));
            return Files.writeString(state.resolve("config/runtime.kubeconfig"), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Makes a namespace; enabled: with the annotation by which it opts in. */
    void namespace(String name, boolean enabled) {
        namespace(admin, name, enabled);
    }

    static void namespace(KubernetesClient client, String name, boolean enabled) {
        Map<String, String> annotations = enabled ? Map.of("keptn.sh/lifecycle-toolkit", "enabled") : Map.of();
        client.resource(new NamespaceBuilder().withNewMetadata().withName(name).withAnnotations(annotations).endMetadata().build()).create();
    }

    Path state() {
        return state;
    }

    @Override
    public void close() {
        admin.close();
    }
}
