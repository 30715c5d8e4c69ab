package dev.dromon.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.dromon.api.ApprovedRevisions;
import dev.dromon.api.ApprovedRevisionsSpec;
import dev.dromon.api.KeptnAppVersion;
import dev.dromon.app.Dromon;
import dev.dromon.gather.Pods;
import dev.dromon.kube.KubeClients;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * One table of pods, once on the admission policies and once on the webhook in their place, which is installed as users install it. The runtime has exactly the rights that
 * they give it. The API server finds it through a Service that is a name of this machine, since no network is simulated here.
 */
@Tag("cluster")
class AdmissionWebhookTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String ENABLED = "gated";
    private static final String ANNOTATED = "gated-unlabelled";
    private static final String LABELLED = "labelled-only";
    private static final String OTHER = "other";
    private static final String SERVICE = "dromon-webhook.dromon-system.svc";
    private static final String APPROVED = "11111111-1111-1111-1111-111111111111";
    private static final String FRESH = "22222222-2222-2222-2222-222222222222";
    private static final String MUTATING = "mutatingadmissionpolicies,mutatingadmissionpolicybindings";
    private static final ObjectMapper JSON = new ObjectMapper();

    private static ControlPlane plane;
    private static KubernetesClient client;
    private static int port;
    private static Map<String, JsonNode> byPolicies;
    private static String signedByPolicies;

    @BeforeAll
    static void policiesFirstThenTheWebhook() throws Exception {
        plane = ControlPlane.ownWithoutRuntime();
        client = plane.admin();
        port = free();
        namespace(ENABLED, "{keptn.sh/lifecycle-toolkit: enabled}", "{keptn.sh/lifecycle-toolkit: enabled}");
        namespace(ANNOTATED, "{}", "{keptn.sh/lifecycle-toolkit: enabled}");
        namespace(LABELLED, "{keptn.sh/lifecycle-toolkit: enabled}", "{}");
        namespace(OTHER, "{}", "{keptn.sh/lifecycle-toolkit: disabled}");
        for (String namespace : List.of(ENABLED, ANNOTATED, LABELLED, OTHER)) {
            approve(namespace);
            eventually(() -> assertThat(client.serviceAccounts().inNamespace(namespace).withName("default").get()).isNotNull());
        }
        eventually(() -> assertThat(gates(admitted(ENABLED, "replicaset approved"))).isEmpty());
        byPolicies = all();
        signedByPolicies = signed("policies");

        plane.kubectl("", "delete", MUTATING, "-l", "app.kubernetes.io/part-of=dromon");
        eventually(() -> assertThat(gates(admitted(ENABLED, "replicaset"))).as("no policy is there any more").isEmpty());
        plane.kubectl(component(), "apply", "-f", "-");
        plane.kubectl("""
                apiVersion: coordination.k8s.io/v1
                kind: Lease
                metadata: {name: dromon, namespace: dromon-system}
                spec: {holderIdentity: another-replica, leaseDurationSeconds: 3600, acquireTime: "%s", renewTime: "%s", leaseTransitions: 0}
                """.formatted(now(), now()), "apply", "-f", "-");
    }

    private static String now() {
        return DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'").format(ZonedDateTime.now(ZoneOffset.UTC));
    }

    @AfterAll
    static void end() {
        plane.down();
    }

    /** A replica that does not lead, so that nobody works on what the tests make. */
    @BeforeEach
    void following() {
        running(Map.of("dromon.leader.enabled", "true"));
    }

    private static void running(Map<String, String> more) {
        Map<String, String> settings = new LinkedHashMap<>(Map.of("dromon.admission.port", String.valueOf(port), "dromon.admission.certificate-lifetime", "1m"));
        settings.putAll(more);
        plane.start(settings);
        eventually(() -> assertThat(gates(admitted(ENABLED, "replicaset"))).containsExactly(Pods.GATE));
        eventually(() -> assertThat(gates(admitted(ANNOTATED, "replicaset"))).containsExactly(Pods.GATE));
    }

    private static int free() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static void eventually(ThrowingRunnable assertions) {
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(50)).ignoreExceptions().untilAsserted(assertions);
    }

    private static void namespace(String name, String labels, String annotations) {
        plane.kubectl("apiVersion: v1\nkind: Namespace\nmetadata: {name: " + name + ", labels: " + labels + ", annotations: " + annotations + "}\n", "apply", "-f", "-");
    }

    private static void approve(String namespace) {
        ApprovedRevisions approved = new ApprovedRevisions();
        approved.setMetadata(new ObjectMetaBuilder().withName("dromon").withNamespace(namespace).build());
        approved.setSpec(new ApprovedRevisionsSpec());
        List.of("h1", "r1", "c1").forEach(hash -> approved.getSpec().revisions.put(APPROVED + "." + hash, "web-1.0"));
        client.resource(approved).create();
    }

    /** What users apply for clusters before 1.36, but for the Service. */
    private static String component() throws IOException {
        Path folder = Files.createDirectories(Path.of("target", "admission-webhook-test"));
        Files.writeString(folder.resolve("kustomization.yaml"), """
                apiVersion: kustomize.config.k8s.io/v1beta1
                kind: Kustomization
                resources: [../../kustomize/base]
                components: [../../kustomize/components/admission-webhook]
                patches:
                - target: {kind: Service, name: dromon-webhook}
                  patch: '[{"op": "replace", "path": "/spec", "value": {"type": "ExternalName", "externalName": "127.0.0.1"}}]'
                - target: {kind: MutatingWebhookConfiguration}
                  patch: '[%s]'
                """.formatted(String.join(", ", IntStream.range(0, 3)
                .mapToObj(i -> "{\"op\": \"replace\", \"path\": \"/webhooks/" + i + "/clientConfig/service/port\", \"value\": " + port + "}").toList())));
        String built = plane.kubectl("", "kustomize", folder.toString());
        assertThat(built).doesNotContain("kind: MutatingAdmissionPolicy").contains("kind: ValidatingAdmissionPolicy");
        return built;
    }

    // ---- the table -----------------------------------------------------------------------------------------------------------------------------

    /** Name to what of a pod matters: metadata besides its name, and gates. */
    private static Map<String, String> table() {
        Map<String, String> table = new LinkedHashMap<>();
        for (String kind : List.of("ReplicaSet", "StatefulSet", "DaemonSet", "Job", "Rollout", "Node")) {
            table.put(kind.toLowerCase(Locale.ROOT), pod(owner(kind, FRESH), "pod-template-hash: h1", "", ""));
        }
        table.put("bare", pod("", "", "", ""));
        table.put("bare with our gate", pod("", "", "", Pods.GATE));
        table.put("second owner counts", pod(owner("Job", FRESH) + ", " + owner("ReplicaSet", FRESH), "", "", ""));
        table.put("others' gates before", pod(owner("ReplicaSet", FRESH), "", "", "example.org/a,example.org/b"));
        table.put("our gate between others", pod(owner("ReplicaSet", FRESH), "", "", "example.org/a," + Pods.GATE + ",example.org/b"));
        table.put("let go by annotation", pod(owner("ReplicaSet", FRESH), "", "keptn.sh/scheduling-gate-removed: \"true\"", ""));
        table.put("let go by label", pod(owner("ReplicaSet", FRESH), "keptn.sh/scheduling-gate-removed: \"true\"", "", ""));
        table.put("let go, empty", pod(owner("ReplicaSet", FRESH), "keptn.sh/scheduling-gate-removed: \"\"", "keptn.sh/scheduling-gate-removed: \"\"", ""));
        table.put("let go, yet gated", pod(owner("ReplicaSet", FRESH), "", "keptn.sh/scheduling-gate-removed: \"true\"", Pods.GATE));
        table.put("replicaset approved", pod(owner("ReplicaSet", APPROVED), "pod-template-hash: h1", "", ""));
        table.put("rollout's approved", pod(owner("ReplicaSet", APPROVED), "rollouts-pod-template-hash: r1", "", ""));
        table.put("statefulset approved", pod(owner("StatefulSet", APPROVED), "controller-revision-hash: c1", "", ""));
        table.put("approved among others' gates", pod(owner("DaemonSet", APPROVED), "controller-revision-hash: c1", "", "example.org/a," + Pods.GATE + ",example.org/b"));
        table.put("approved, gated, only our gate", pod(owner("ReplicaSet", APPROVED), "pod-template-hash: h1", "", Pods.GATE));
        table.put("approved, the first label counts", pod(owner("ReplicaSet", APPROVED), "pod-template-hash: h1, controller-revision-hash: c9", "", ""));
        table.put("not approved, the first label counts", pod(owner("ReplicaSet", APPROVED), "pod-template-hash: h9, controller-revision-hash: c1", "", ""));
        table.put("approved owner, no hash", pod(owner("ReplicaSet", APPROVED), "", "", ""));
        table.put("approved hash, other owner", pod(owner("ReplicaSet", FRESH), "pod-template-hash: h1", "", ""));
        table.put("approved by its second owner", pod(owner("ReplicaSet", FRESH) + ", " + owner("Job", APPROVED), "pod-template-hash: h1", "", ""));
        return table;
    }

    private static String owner(String kind, String uid) {
        return "{apiVersion: apps/v1, kind: " + kind + ", name: any, uid: " + uid + "}";
    }

    private static String pod(String owners, String labels, String annotations, String gates) {
        String list = gates.isEmpty() ? "" : "schedulingGates: [" + String.join(", ", Stream.of(gates.split(",")).map(g -> "{name: " + g + "}").toList()) + "], ";
        return "apiVersion: v1\nkind: Pod\nmetadata: {name: probe, ownerReferences: [" + owners + "], labels: {" + labels + "}, annotations: {" + annotations + "}}\nspec: {"
                + list + "automountServiceAccountToken: false, containers: [{name: a, image: a}]}\n";
    }

    /** Each pod of the table in each namespace, as it would be stored, but for what is new each time. */
    private static Map<String, JsonNode> all() {
        Map<String, JsonNode> all = new LinkedHashMap<>();
        for (String namespace : List.of(ENABLED, ANNOTATED, LABELLED, OTHER, "kube-system")) {
            table().keySet().forEach(row -> all.put(namespace + ": " + row, bare(admitted(namespace, row))));
        }
        return all;
    }

    /** A dry run: what would be stored. */
    private static Pod admitted(String namespace, String row) {
        return client.pods().inNamespace(namespace).resource(read(row)).dryRun(true).create();
    }

    private static Pod read(String row) {
        return (Pod) client.load(new ByteArrayInputStream(table().get(row).getBytes(StandardCharsets.UTF_8))).items().get(0);
    }

    private static JsonNode bare(Pod pod) {
        ObjectNode tree = JSON.valueToTree(pod);
        ((ObjectNode) tree.get("metadata")).remove(List.of("uid", "creationTimestamp", "managedFields", "resourceVersion"));
        tree.remove("status");
        return tree;
    }

    private static List<String> gates(Pod pod) {
        return pod.getSpec().getSchedulingGates().stream().map(g -> g.getName()).toList();
    }

    @Test
    void theSamePodsAsByPolicies() {
        Map<String, JsonNode> byWebhook = all();

        assertThat(byPolicies).hasSizeGreaterThan(100);
        assertThat(byPolicies.values().stream().filter(p -> p.toString().contains(Pods.GATE)).count()).as("gated pods among them").isGreaterThan(20);
        byPolicies.forEach((row, pod) -> assertThat(byWebhook.get(row)).as(row).isEqualTo(pod));
    }

    @Test
    void aDryRunAndARealOneAreTheSame() {
        Pod dry = admitted(ENABLED, "others' gates before");
        Pod real = client.pods().inNamespace(ENABLED).resource(read("others' gates before")).create();
        client.resource(real).withGracePeriod(0).delete();

        assertThat(bare(real)).isEqualTo(bare(dry));
        assertThat(gates(real)).containsExactly("example.org/a", "example.org/b", Pods.GATE);
    }

    // ---- interventions -------------------------------------------------------------------------------------------------------------------------

    /** What becomes of asking for a retry twice, the second time with the same words, and once more with others and a forged signature; versions of objects left out. */
    private static String signed(String name) {
        client.load(new ByteArrayInputStream(("apiVersion: lifecycle.keptn.sh/v1\nkind: KeptnAppVersion\nmetadata: {name: " + name + ", namespace: " + LABELLED
                + "}\nspec: {appName: a, version: '1', revision: 1}\n").getBytes(StandardCharsets.UTF_8))).create();
        StringBuilder seen = new StringBuilder();
        for (String annotations : List.of("retry=check: because", "retry=check: because", "retry-by=somebody 1", "retry=check: once more", "abort=enough")) {
            String before = version(name).getMetadata().getResourceVersion();
            plane.kubectl("", "annotate", "--overwrite", "-n", LABELLED, "keptnappversion", name, "dromon.dev/" + annotations);
            Map<String, String> now = version(name).getMetadata().getAnnotations();
            now.keySet().stream().filter(k -> k.startsWith("dromon.dev/")).sorted().forEach(k -> seen.append(k).append('=').append(now.get(k).replace(" " + before, " <before>")).append('\n'));
        }
        return seen.toString().replaceAll("admin [0-9]+", "admin <earlier>");
    }

    private static KeptnAppVersion version(String name) {
        return client.resources(KeptnAppVersion.class).inNamespace(LABELLED).withName(name).require();
    }

    @Test
    void whoAsksIsSignedAsByPoliciesAndNonsenseIsRefusedByWhatStays() {
        plane.stopRuntime();
        assertThatThrownBy(() -> signed("down")).as("nobody signs").hasMessageContaining("interventions.dromon.dev");
        following();
        assertThat(signedByPolicies).contains("dromon.dev/retry-by=admin <before>", "dromon.dev/retry-by=admin <earlier>").doesNotContain("somebody");

        assertThat(signed("webhook")).isEqualTo(signedByPolicies);
        assertThat(plane.kubectlRefused("", "annotate", "-n", LABELLED, "keptnappversion", "webhook", "dromon.dev/skip=check")).contains("expected dromon.dev/skip to be");
    }

    // ---- certificates --------------------------------------------------------------------------------------------------------------------------

    @Test
    void theCertificateIsReplacedUnderLoadWithoutAFailedAdmission() throws Exception {
        String first = served();
        AtomicBoolean done = new AtomicBoolean();
        AtomicInteger admitted = new AtomicInteger();
        AtomicInteger reviewed = new AtomicInteger();
        List<CompletableFuture<Void>> load = List.of(repeat(done, admitted, () -> assertThat(gates(admitted(ENABLED, "replicaset"))).containsExactly(Pods.GATE)),
                repeat(done, admitted, () -> assertThat(gates(admitted(ENABLED, "statefulset"))).containsExactly(Pods.GATE)),
                repeat(done, reviewed, () -> assertThat(post("application/json", review()).statusCode()).isEqualTo(200)));

        await().atMost(Duration.ofMinutes(2)).until(() -> !served().equals(first) || load.stream().anyMatch(CompletableFuture::isDone));
        int soFar = admitted.get();
        int reviewedSoFar = reviewed.get();
        await().atMost(PATIENCE).until(() -> admitted.get() > soFar + 100 && reviewed.get() > reviewedSoFar + 20 || load.stream().anyMatch(CompletableFuture::isDone));
        done.set(true);

        assertThat(load).allSatisfy(CompletableFuture::join);
        assertThat(served()).isNotEqualTo(first);
        assertThat(trusted()).as("the authority before stays until it has ended").hasSizeGreaterThan(1);
    }

    private static CompletableFuture<Void> repeat(AtomicBoolean done, AtomicInteger count, Callback work) {
        return CompletableFuture.runAsync(() -> {
            while (!done.get()) {
                try {
                    work.run();
                } catch (Exception e) {
                    throw new AssertionError("after " + count.get(), e);
                }
                count.incrementAndGet();
            }
        });
    }

    @FunctionalInterface
    private interface Callback {

        void run() throws Exception;
    }

    private static String served() {
        Secret secret = client.secrets().inNamespace(ControlPlane.SYSTEM).withName("dromon-webhook-certificate").require();
        return secret.getData().get("tls.crt");
    }

    private static List<Certificate> trusted() throws Exception {
        String bundle = client.admissionRegistration().v1().mutatingWebhookConfigurations().withName("dromon-webhook").require().getWebhooks().get(0).getClientConfig().getCaBundle();
        return List.copyOf(CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(Base64.getDecoder().decode(bundle))));
    }

    private static byte[] review() throws IOException {
        ObjectNode review = JSON.createObjectNode().put("apiVersion", "admission.k8s.io/v1").put("kind", "AdmissionReview");
        review.putObject("request").put("uid", "1").put("namespace", ENABLED).set("object", JSON.valueToTree(read("replicaset")));
        return JSON.writeValueAsBytes(review);
    }

    /** On a connection of its own, as an API server that trusts what is published at this moment. */
    private static HttpResponse<String> post(String type, byte[] body) throws Exception {
        HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).sslContext(trusting()).sslParameters(named()).build();
        return http.send(HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + port + "/admission/pods")).header("Content-Type", type)
                .POST(HttpRequest.BodyPublishers.ofByteArray(body)).build(), HttpResponse.BodyHandlers.ofString());
    }

    private static SSLContext trusting() throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        for (Certificate authority : trusted()) {
            store.setCertificateEntry(String.valueOf(store.size()), authority);
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(null, trust.getTrustManagers(), null);
        return tls;
    }

    private static SSLParameters named() {
        SSLParameters parameters = new SSLParameters();
        parameters.setServerNames(List.of(new SNIHostName(SERVICE)));
        parameters.setEndpointIdentificationAlgorithm("");
        return parameters;
    }

    @Test
    void garbageGetsA400() throws Exception {
        assertThat(post("application/json", review()).statusCode()).isEqualTo(200);
        assertThat(post("application/json", "{\"kind\":".getBytes(StandardCharsets.UTF_8)).statusCode()).isEqualTo(400);
        assertThat(post("text/plain", review()).statusCode()).isEqualTo(415);
        assertThat(post("application/json", new byte[8 * 1024 * 1024]).statusCode()).isEqualTo(413);
    }

    @Test
    void aSecretThatIsGoneIsMadeAnewAndTrusted() {
        String first = served();
        client.secrets().inNamespace(ControlPlane.SYSTEM).withName("dromon-webhook-certificate").delete();

        eventually(() -> assertThat(served()).isNotEqualTo(first));
        eventually(() -> assertThat(gates(admitted(ENABLED, "replicaset"))).containsExactly(Pods.GATE));
    }

    @Test
    void replicasThatFindNoSecretAgreeOnOne() throws Exception {
        plane.stopRuntime();
        client.secrets().inNamespace(ControlPlane.SYSTEM).withName("dromon-webhook-certificate").delete();
        int second = free();
        Properties settings = new Properties();
        settings.putAll(Map.of("dromon.http.port", "", "dromon.admission.port", String.valueOf(second), "dromon.leader.enabled", "true", "dromon.identity", "second"));
        try (KubernetesClient own = KubeClients.reconciling(plane.runtimeConfig()); Dromon replica = new Dromon(settings, own)) {
            CompletableFuture<Dromon> started = CompletableFuture.supplyAsync(replica::start);
            following();
            started.join();

            eventually(() -> assertThat(List.of(shown(port), shown(second))).containsOnly(inSecret()));
            eventually(() -> assertThat(trusted()).anySatisfy(authority -> inSecret().verify(authority.getPublicKey())));
        }
    }

    private static Certificate inSecret() throws Exception {
        return CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(Base64.getDecoder().decode(served())));
    }

    /** What a replica shows to a client that trusts what is published. */
    private static Certificate shown(int at) throws Exception {
        try (SSLSocket socket = (SSLSocket) trusting().getSocketFactory().createSocket("127.0.0.1", at)) {
            socket.startHandshake();
            return socket.getSession().getPeerCertificates()[0];
        }
    }

    // ---- what users install --------------------------------------------------------------------------------------------------------------------

    @Test
    void theComponentsGiveTheDeploymentWhatTheWebhookNeeds() throws IOException {
        Path folder = Files.createDirectories(Path.of("target", "admission-components-test"));
        Files.writeString(folder.resolve("deployment.yaml"), """
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: dromon, namespace: dromon-system}
                spec: {template: {spec: {containers: [{name: dromon, image: dromon, ports: [{name: http, containerPort: 8080}], env: [{name: A, value: b}]}]}}}
                """);
        String own = built(folder, "../../kustomize/components/admission-webhook");
        String certManager = built(folder, "../../kustomize/components/admission-webhook, ../../kustomize/components/cert-manager");

        assertThat(container(own).getPorts()).extracting(p -> p.getName() + " " + p.getContainerPort()).containsExactlyInAnyOrder("http 8080", "webhook 9443");
        assertThat(container(own).getEnv()).extracting(e -> e.getName() + "=" + e.getValue()).containsExactlyInAnyOrder("A=b", "DROMON_ADMISSION_PORT=9443");
        assertThat(container(certManager).getEnv()).extracting(e -> e.getName() + "=" + e.getValue())
                .containsExactlyInAnyOrder("A=b", "DROMON_ADMISSION_PORT=9443", "DROMON_ADMISSION_CERTIFICATE_DIRECTORY=/etc/dromon/webhook");
        assertThat(container(certManager).getVolumeMounts()).extracting(VolumeMount::getMountPath).containsExactly("/etc/dromon/webhook");
        assertThat(own).contains("name: dromon-webhook-certificate").doesNotContain("inject-ca-from");
        assertThat(certManager).contains("cert-manager.io/inject-ca-from: dromon-system/dromon-webhook").doesNotContain("name: dromon-webhook-certificate\n");
    }

    private static String built(Path folder, String components) throws IOException {
        Files.writeString(folder.resolve("kustomization.yaml"), """
                apiVersion: kustomize.config.k8s.io/v1beta1
                kind: Kustomization
                resources: [../../kustomize/base, deployment.yaml]
                components: [%s]
                """.formatted(components));
        return plane.kubectl("", "kustomize", folder.toString());
    }

    private static Container container(String built) {
        String deployment = Stream.of(built.split("\n---\n")).filter(d -> d.contains("kind: Deployment\n")).findFirst().orElseThrow();
        return client.getKubernetesSerialization().unmarshal(deployment, Deployment.class).getSpec().getTemplate().getSpec().getContainers().get(0);
    }

    // ---- while nobody answers ------------------------------------------------------------------------------------------------------------------

    @Test
    void whileNobodyAnswersOthersStartAndHeldPodsDoNotGetInUngated() {
        plane.stopRuntime();

        for (String namespace : List.of(OTHER, ANNOTATED)) {
            assertThat(gates(admitted(namespace, "replicaset"))).as(namespace).isEmpty();
        }
        assertThat(gates(admitted(ENABLED, "bare"))).isEmpty();
        assertThat(gates(admitted(ENABLED, "job"))).isEmpty();
        assertThat(gates(admitted(ENABLED, "let go by annotation"))).isEmpty();
        assertThatThrownBy(() -> admitted(ENABLED, "replicaset")).isInstanceOf(KubernetesClientException.class).hasMessageContaining("gate.dromon.dev");
        apply(OTHER, Manifests.deployment("web", "1.0"));
        apply(ENABLED, Manifests.deployment("web", "1.0"));
        eventually(() -> assertThat(phases(OTHER)).containsExactly("Running"));
        eventually(() -> assertThat(client.apps().deployments().inNamespace(ENABLED).withName("web").get().getStatus().getConditions())
                .anySatisfy(c -> assertThat(c.getReason() + " " + c.getMessage()).contains("FailedCreate", "gate.dromon.dev")));
        assertThat(phases(ENABLED)).isEmpty();

        running(Map.of());
        eventually(() -> assertThat(client.resources(KeptnAppVersion.class).inNamespace(ENABLED).list().getItems()).singleElement()
                .satisfies(v -> assertThat(v.getStatus().status).isEqualTo("Succeeded")));
        eventually(() -> assertThat(phases(ENABLED)).containsExactly("Running"));
        List.of(OTHER, ENABLED).forEach(namespace -> client.apps().deployments().inNamespace(namespace).withName("web").delete());
    }

    private static void apply(String namespace, String yaml) {
        plane.kubectl(yaml, "apply", "-n", namespace, "-f", "-");
    }

    private static List<String> phases(String namespace) {
        return client.pods().inNamespace(namespace).withLabel("app", "web").list().getItems().stream().map(p -> Optional.ofNullable(p.getStatus().getPhase()).orElse("")).toList();
    }
}
