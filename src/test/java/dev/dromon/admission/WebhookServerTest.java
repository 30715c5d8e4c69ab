package dev.dromon.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.dromon.http.HttpServer;
import dev.dromon.http.ResponderProcessor;
import dev.dromon.http.ServingCertificate;
import dev.dromon.kube.LogCapture;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.TrustManagerFactory;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.logging.log4j.Level;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real server with the certificate of a directory, as cert-manager and the kubelet put it there. */
class WebhookServerTest {

    private static final String JSON = "application/json";
    private static final String REVIEW = """
            {"apiVersion": "admission.k8s.io/v1", "kind": "AdmissionReview", "request": {"uid": "1", "namespace": "shop", "object": {"metadata": {"name": "web"}}}}""";

    @TempDir
    private Path directory;

    private final DefaultCamelContext context = new DefaultCamelContext();
    private final ServingCertificate serving = new ServingCertificate();
    private final IssuedPair first = issue();
    private Admitter admitter = request -> JsonNodeFactory.instance.arrayNode();
    private HttpServer server;
    private MountedCertificate mounted;
    private int port;

    private static IssuedPair issue() {
        return IssuedPair.make(List.of("localhost"), Instant.now(), Duration.ofDays(1));
    }

    @BeforeEach
    void start() throws Exception {
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        server = new HttpServer(new HttpServer.Terms(Admission.SCHEME, "dromon.admission.port", port, 8, 4096, Optional.of(serving)));
        server.serve(context);
        context.getRegistry().bind("admit", new ResponderProcessor("POST", new AdmissionResponder(request -> admitter.admit(request))));
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("admission:/admission/pods").process("admit");
            }
        });
        context.start();
        mounted = new MountedCertificate(directory, serving);
    }

    @AfterEach
    void stop() throws IOException {
        mounted.close();
        context.close();
        server.close();
    }

    /** As the kubelet does it: a new folder, then one rename of the link to it. */
    private void mount(IssuedPair pair, byte[] key) throws IOException {
        Path folder = Files.createTempDirectory(directory, "..data_");
        Files.writeString(folder.resolve("tls.crt"), PemPair.pem(pair.serving().chain()));
        Files.write(folder.resolve("tls.key"), key);
        Path link = Files.createSymbolicLink(directory.resolve("..data_tmp"), folder.getFileName());
        Files.move(link, directory.resolve("..data"), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        for (String file : List.of("tls.crt", "tls.key")) {
            if (!Files.exists(directory.resolve(file))) {
                Files.createSymbolicLink(directory.resolve(file), Path.of("..data", file));
            }
        }
    }

    private static byte[] key(IssuedPair pair) {
        return PemPair.pem(List.of(pair.serving().key())).getBytes(StandardCharsets.US_ASCII);
    }

    private static HttpClient client(IssuedPair... trusted) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        for (IssuedPair pair : trusted) {
            store.setCertificateEntry(pair.authority().getSerialNumber().toString(), pair.authority());
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(null, trust.getTrustManagers(), null);
        return HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).sslContext(tls).build();
    }

    private HttpResponse<String> send(HttpClient client, String type, byte[] body) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("https://localhost:" + port + "/admission/pods?timeout=5s")).POST(HttpRequest.BodyPublishers.ofByteArray(body));
        return client.send((type.isEmpty() ? request : request.header("Content-Type", type)).build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> review(HttpClient client) throws Exception {
        return send(client, JSON, REVIEW.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void aReviewGetsItsAnswer() throws Exception {
        mount(first, key(first));
        mounted.begin();
        admitter = request -> JsonNodeFactory.instance.arrayNode().add(request.namespace());

        JsonNode answer = new ObjectMapper().readTree(review(client(first)).body());

        assertThat(answer.path("apiVersion").asText() + " " + answer.path("kind").asText()).isEqualTo("admission.k8s.io/v1 AdmissionReview");
        assertThat(answer.at("/response/uid").asText()).isEqualTo("1");
        assertThat(answer.at("/response/allowed").asBoolean()).isTrue();
        assertThat(new String(Base64.getDecoder().decode(answer.at("/response/patch").asText()), StandardCharsets.UTF_8)).isEqualTo("[\"shop\"]");
    }

    @Test
    void whatCannotBeJudgedIsRefusedInOneSentence() throws Exception {
        mount(first, key(first));
        mounted.begin();
        admitter = request -> {
            throw new Admitter.Refusal("expected something", null);
        };

        JsonNode answer = new ObjectMapper().readTree(review(client(first)).body());

        assertThat(answer.at("/response/allowed").isBoolean()).isTrue();
        assertThat(answer.at("/response/allowed").asBoolean()).isFalse();
        assertThat(answer.at("/response/status/message").asText()).isEqualTo("expected something");
    }

    @Test
    void whatIsNoReviewIsRefusedByItsKind() throws Exception {
        mount(first, key(first));
        mounted.begin();
        HttpClient client = client(first);

        for (String garbage : List.of("", "{", "null", "[]", "\u0000\u0001", "{\"apiVersion\": \"v1\", \"kind\": \"Pod\"}", REVIEW + "x", REVIEW.replace("v1", "v1beta1"), REVIEW.replace("uid", "id"),
                REVIEW.replace("object", "obj"), "[".repeat(2000))) {
            assertThat(send(client, JSON, garbage.getBytes(StandardCharsets.UTF_8)).statusCode()).as(garbage).isEqualTo(400);
        }
        assertThat(send(client, "text/plain", REVIEW.getBytes(StandardCharsets.UTF_8)).statusCode()).isEqualTo(415);
        assertThat(send(client, "", REVIEW.getBytes(StandardCharsets.UTF_8)).statusCode()).isEqualTo(415);
        assertThat(send(client, "application/x-www-form-urlencoded", "a=b".getBytes(StandardCharsets.UTF_8)).statusCode()).isEqualTo(415);
        assertThat(send(client, JSON, new byte[5000]).statusCode()).isEqualTo(413);
        assertThat(send(client, "application/json; charset=utf-8", REVIEW.getBytes(StandardCharsets.UTF_8)).statusCode()).isEqualTo(200);
    }

    @Test
    void aNewCertificateIsShownWithoutAFailedHandshake() throws Exception {
        mount(first, key(first));
        mounted.begin();
        IssuedPair second = issue();
        AtomicBoolean done = new AtomicBoolean();
        AtomicInteger answered = new AtomicInteger();
        List<CompletableFuture<Void>> load = List.of(load(done, answered, first, second), load(done, answered, first, second));
        await().until(() -> answered.get() > 20);

        mount(second, key(second));
        await().until(() -> serving.certificate().equals(Optional.of(second.serving().certificate())));
        int soFar = answered.get();
        await().until(() -> answered.get() > soFar + 20 || load.stream().anyMatch(CompletableFuture::isCompletedExceptionally));
        done.set(true);

        assertThat(load).allSatisfy(CompletableFuture::join);
        assertThatThrownBy(() -> review(client(first))).isInstanceOf(SSLHandshakeException.class);
        assertThat(review(client(second)).statusCode()).isEqualTo(200);
    }

    /** A connection, and so a handshake, for each review. */
    private CompletableFuture<Void> load(AtomicBoolean done, AtomicInteger answered, IssuedPair... trusted) {
        return CompletableFuture.runAsync(() -> {
            try {
                while (!done.get()) {
                    assertThat(review(client(trusted)).statusCode()).isEqualTo(200);
                    answered.incrementAndGet();
                }
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        });
    }

    @Test
    void whatCannotBeUsedIsToldWithoutTheKeyAndTheOneBeforeIsServedOn() throws Exception {
        IssuedPair second = issue();
        X509Certificate served = first.serving().certificate();
        try (LogCapture log = new LogCapture("dev.dromon.admission", Level.WARN)) {
            mounted.begin();
            assertThat(log.at(Level.WARN)).singleElement().satisfies(line -> assertThat(line.text()).contains("put them there"));
            assertThatThrownBy(() -> review(client(first))).as("nothing is shown yet").isInstanceOf(IOException.class);
            mount(first, key(first));
            await().until(() -> serving.certificate().equals(Optional.of(served)));

            mount(second, key(first));
            await().untilAsserted(() -> assertThat(log.at(Level.WARN)).anySatisfy(line -> assertThat(line.text()).contains("found another key", "the one before is served on")));
            mount(second, "-----BEGIN PRIVATE KEY-----\nc2VjcmV0\n-----END PRIVATE KEY-----\n".getBytes(StandardCharsets.US_ASCII));
            await().untilAsserted(() -> assertThat(log.at(Level.WARN)).anySatisfy(line -> assertThat(line.text()).contains("a key in PEM")));

            assertThat(log.at(Level.WARN)).noneSatisfy(line -> assertThat(line.text()).containsIgnoringCase("c2VjcmV0"));
            assertThat(review(client(first)).statusCode()).isEqualTo(200);
            mount(second, key(second));
            await().until(() -> serving.certificate().equals(Optional.of(second.serving().certificate())));
        }
    }
}
