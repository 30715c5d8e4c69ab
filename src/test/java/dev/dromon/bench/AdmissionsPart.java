package dev.dromon.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.dromon.sink.Certificates;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhookConfigurationBuilder;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.awaitility.Awaitility;

/**
 * 200 admissions a second through the webhook, begun at their times whether or not those before have been answered: once reviews sent to Dromon itself, once pods sent to the
 * API server, which then asks Dromon. No policy gates pods meanwhile, and each answer has our gate, or the bench fails.
 */
final class AdmissionsPart {

    private static final String NAMESPACE = "admitted";
    private static final String GROUP = "admissionregistration.k8s.io/v1";
    private static final String GATE = "dromon.dev/pre-deployment";
    private static final int PER_SECOND = 200;
    private static final int WARM_UP_SECONDS = 8;
    private static final int SECONDS_PER_REPEAT = 1;
    private static final double MEDIAN_MILLIS = 5;
    private static final double P99_MILLIS = 20;
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Stage stage;
    private final Certificates certificate = Certificates.of("ip:127.0.0.1");

    AdmissionsPart(Stage stage) {
        this.stage = stage;
    }

    void run() {
        stage.cluster().namespace(NAMESPACE, true);
        Awaitility.await("the namespace takes pods").atMost(PATIENCE).until(() -> stage.client().serviceAccounts().inNamespace(NAMESPACE).withName("default").get() != null);
        List.of("MutatingAdmissionPolicyBinding", "MutatingAdmissionPolicy").forEach(this::remove);
        Awaitility.await("no policy gates pods").atMost(PATIENCE).until(() -> !gated(admitted()));
        int port = freePort();
        stage.runtime().with("DROMON_ADMISSION_PORT", String.valueOf(port)).with("DROMON_ADMISSION_CERTIFICATE_DIRECTORY", directory().toString()).start();
        String url = "https://127.0.0.1:" + port + "/admission/pods";
        configure(url);
        Awaitility.await("the webhook gates pods").atMost(PATIENCE).ignoreExceptions().until(() -> gated(admitted()));
        HttpClient http = client();
        HttpRequest review = HttpRequest.newBuilder(URI.create(url)).header("Content-Type", "application/json").POST(HttpRequest.BodyPublishers.ofByteArray(review())).build();
        measure("review of a pod by Dromon over HTTPS, 200 a second", true, () -> reviewed(http, review));
        measure("pod through the API server that asks Dromon (dry run), 200 a second", false, () -> {
            if (!gated(admitted())) {
                throw new IllegalStateException("expected a gated pod, found one without our gate");
            }
        });
        stage.runtime().close();
    }

    private void measure(String figure, boolean target, Runnable admission) {
        if (target) {
            stage.results().target(figure, MEDIAN_MILLIS, P99_MILLIS);
        }
        stage.untilQuiet(Duration.ofSeconds(1));
        send(WARM_UP_SECONDS, admission);
        send(Math.max(5, stage.repeats() * SECONDS_PER_REPEAT), admission).forEach(nanos -> stage.results().quietly(figure, "ms", nanos / 1e6));
    }

    /** Nanoseconds from when each was due to its answer, so that one that had to wait for a connection is not flattered. */
    private static List<Long> send(int seconds, Runnable admission) {
        ConcurrentLinkedQueue<Long> took = new ConcurrentLinkedQueue<>();
        ConcurrentLinkedQueue<CompletableFuture<Void>> sent = new ConcurrentLinkedQueue<>();
        ExecutorService senders = Executors.newFixedThreadPool(20);
        long begun = System.nanoTime();
        long step = TimeUnit.SECONDS.toNanos(1) / PER_SECOND;
        for (int i = 0; i < seconds * PER_SECOND; i++) {
            long due = begun + i * step;
            Stage.pause(Duration.ofNanos(Math.max(0, due - System.nanoTime())));
            sent.add(CompletableFuture.runAsync(() -> {
                admission.run();
                took.add(System.nanoTime() - due);
            }, senders));
        }
        sent.forEach(CompletableFuture::join);
        senders.shutdown();
        return List.copyOf(took);
    }

    private static void reviewed(HttpClient http, HttpRequest review) {
        try {
            HttpResponse<byte[]> answer = http.send(review, HttpResponse.BodyHandlers.ofByteArray());
            byte[] patch = Base64.getDecoder().decode(JSON.readTree(answer.body()).at("/response/patch").asText());
            if (!new String(patch, StandardCharsets.UTF_8).contains(GATE)) {
                throw new IllegalStateException("expected a patch with our gate, found status " + answer.statusCode());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private Pod admitted() {
        return stage.client().resource(pod()).dryRun(true).create();
    }

    private static boolean gated(Pod pod) {
        return pod.getSpec().getSchedulingGates().stream().anyMatch(g -> GATE.equals(g.getName()));
    }

    private static Pod pod() {
        return new PodBuilder().withNewMetadata().withName("probe").withNamespace(NAMESPACE).addToLabels("pod-template-hash", "5d8f7c")
                .addNewOwnerReference().withApiVersion("apps/v1").withKind("ReplicaSet").withName("web-5d8f7c").withUid("00000000-0000-0000-0000-000000000001").endOwnerReference().endMetadata()
                .withNewSpec().addNewContainer().withName("web").withImage("web").endContainer().endSpec().build();
    }

    private byte[] review() {
        ObjectNode review = JSON.createObjectNode().put("apiVersion", "admission.k8s.io/v1").put("kind", "AdmissionReview");
        review.putObject("request").put("uid", "1").put("namespace", NAMESPACE).set("object", JSON.valueToTree(pod()));
        return review.toString().getBytes(StandardCharsets.UTF_8);
    }

    private void remove(String kind) {
        for (GenericKubernetesResource one : stage.client().genericKubernetesResources(GROUP, kind).withLabel("app.kubernetes.io/part-of", "dromon").list().getItems()) {
            stage.client().resource(one).delete();
        }
    }

    private void configure(String url) {
        stage.client().resource(new MutatingWebhookConfigurationBuilder().withNewMetadata().withName("dromon-webhook").endMetadata().addNewWebhook().withName("gate.dromon.dev")
                .withAdmissionReviewVersions("v1").withSideEffects("None").withTimeoutSeconds(5).withFailurePolicy("Fail")
                .withNewClientConfig().withUrl(url).withCaBundle(Base64.getEncoder().encodeToString(certificate.certificate().getBytes(StandardCharsets.US_ASCII))).endClientConfig()
                .withNewNamespaceSelector().addToMatchLabels("kubernetes.io/metadata.name", NAMESPACE).endNamespaceSelector()
                .addNewRule().withApiGroups("").withApiVersions("v1").withOperations("CREATE").withResources("pods").endRule().endWebhook().build()).create();
    }

    private Path directory() {
        try {
            Path directory = Files.createTempDirectory("dromon-bench-certificate");
            Files.writeString(directory.resolve("tls.key"), certificate.key());
            Files.writeString(directory.resolve("tls.crt"), certificate.certificate());
            return directory;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private HttpClient client() {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setCertificateEntry("webhook", CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(certificate.certificate().getBytes(StandardCharsets.US_ASCII))));
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            SSLContext tls = SSLContext.getInstance("TLS");
            tls.init(null, trust.getTrustManagers(), null);
            return HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).sslContext(tls).build();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static int freePort() {
        try {
            return Bench.freePort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
