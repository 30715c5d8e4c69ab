package dev.dromon.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dromon.api.EventSink;
import dev.dromon.kube.LogCapture;
import dev.dromon.sink.Certificates;
import dev.dromon.sink.Receiver;
import dev.dromon.sink.Receiver.Came;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.apache.logging.log4j.Level;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Receivers that let in only whom they know, and that are let in only when they are known. */
class EventSinkSecretsTest extends FlowTest {

    private static final String KEY = "hidden-0123456789-0123456789";
    private static final String NEW_KEY = "hidden-9876543210-9876543210";
    private static final String SECRET = "sink-secret";

    @AfterEach
    void hangUp() {
        client.resources(EventSink.class).delete();
        eventually(() -> assertThat(client.resources(EventSink.class).list().getItems()).isEmpty());
        client.secrets().inNamespace(ControlPlane.SYSTEM).withName(SECRET).delete();
    }

    private void secret(String where, Map<String, String> content) {
        Map<String, String> data = new LinkedHashMap<>();
        content.forEach((key, value) -> data.put(key, Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8))));
        Secret secret = new SecretBuilder().withNewMetadata().withName(SECRET).withNamespace(where).endMetadata().withData(data).build();
        client.resource(secret).createOr(existing -> existing.update());
    }

    private String sink(String url, String http) {
        return """
                ---
                apiVersion: dromon.dev/v1alpha1
                kind: EventSink
                metadata: {name: first}
                spec:
                  http: {url: "%s", allowLocalAddresses: true, %s}
                  filter: {namespaces: [%s]}
                  retry: {minBackoff: 50ms, maxBackoff: 100ms}
                """.formatted(url, http, namespace);
    }

    private void flow(String version) {
        apply(Manifests.deployment("web", version));
        app("web", "Succeeded");
        workload("web-web", version, "Succeeded");
    }

    private void taken(Receiver receiver, int atLeast) {
        eventually(() -> {
            assertThat(receiver.taken()).hasSizeGreaterThanOrEqualTo(atLeast);
            assertThat(client.resources(EventSink.class).withName("first").get().getStatus().pending).isZero();
        });
    }

    private void error(String sentence) {
        eventually(() -> assertThat(client.resources(EventSink.class).withName("first").get()).satisfies(s -> {
            assertThat(s.getStatus()).isNotNull();
            assertThat(s.getStatus().lastError).contains(sentence);
        }));
    }

    private static String signature(String key, Came came) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            mac.update((came.headers().get("webhook-id") + "." + came.headers().get("webhook-timestamp") + ".").getBytes(StandardCharsets.UTF_8));
            return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(came.body()));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void requestsAreSignedAndCarryTheHeadersOfASecretAndANewSecretCountsAtOnce() {
        try (Receiver receiver = new Receiver(); LogCapture log = new LogCapture("dev.dromon", Level.DEBUG)) {
            apply(sink(receiver.url(), "headersSecret: {name: " + SECRET + "}, signatureSecret: {name: " + SECRET + ", key: X-Key}"));
            flow("1.0");
            error("Secret " + SECRET + " does not exist in namespace " + ControlPlane.SYSTEM);
            secret(namespace, Map.of("X-Key", KEY));
            assertThat(receiver.asked()).isEmpty();
            secret(ControlPlane.SYSTEM, Map.of("X-Key", KEY));
            taken(receiver, 1);
            assertThat(receiver.asked()).allSatisfy(c -> {
                assertThat(c.headers()).containsEntry("X-Key", KEY).containsEntry("webhook-id", c.event().getId()).containsEntry("webhook-signature", signature(KEY, c));
                assertThat(Long.parseLong(c.headers().get("webhook-timestamp"))).isBetween(Instant.now().getEpochSecond() - 120, Instant.now().getEpochSecond() + 1);
            });
            int before = receiver.taken().size();

            secret(ControlPlane.SYSTEM, Map.of("X-Key", NEW_KEY));
            flow("2.0");

            taken(receiver, before + 1);
            assertThat(receiver.taken()).last().satisfies(c -> assertThat(c.headers()).containsEntry("X-Key", NEW_KEY).containsEntry("webhook-signature", signature(NEW_KEY, c)));
            assertThat(log.at(Level.DEBUG)).extracting(LogCapture.Line::text).noneMatch(line -> line.contains("hidden-"));
            assertThat(client.getKubernetesSerialization().asYaml(client.resources(EventSink.class).withName("first").get().getStatus())).doesNotContain("hidden-");
        }
    }

    private static HttpServerOptions tls(Certificates own) {
        return new HttpServerOptions().setSsl(true).setKeyCertOptions(new PemKeyCertOptions().addCertValue(Buffer.buffer(own.certificate())).addKeyValue(Buffer.buffer(own.key())));
    }

    @Test
    void aReceiverThatNobodyVouchesForGetsNothingUntilItsAuthorityIsNamed() {
        Certificates server = Certificates.of("ip:127.0.0.1");
        try (Receiver receiver = new Receiver(tls(server))) {
            String url = receiver.url().replace("http:", "https:");
            apply(sink(url, "mode: structured"));
            flow("1.0");
            error("the receiver cannot be reached: ");
            assertThat(receiver.asked()).isEmpty();
            secret(ControlPlane.SYSTEM, Map.of("ca.crt", server.certificate()));

            apply(sink(url, "caSecret: {name: " + SECRET + "}"));

            taken(receiver, 1);
        }
    }

    @Test
    void aCertificateForAnotherHostIsNotAccepted() {
        Certificates server = Certificates.of("dns:example.org");
        try (Receiver receiver = new Receiver(tls(server))) {
            secret(ControlPlane.SYSTEM, Map.of("ca.crt", server.certificate()));
            apply(sink(receiver.url().replace("http:", "https:"), "caSecret: {name: " + SECRET + "}"));
            flow("1.0");

            error("the receiver cannot be reached: ");
            assertThat(receiver.asked()).isEmpty();
        }
    }

    @Test
    void aReceiverThatWantsACertificateGetsTheNewOneWithoutARestart() {
        Certificates server = Certificates.of("ip:127.0.0.1");
        Certificates known = Certificates.of("dns:dromon");
        Certificates unknown = Certificates.of("dns:dromon");
        HttpServerOptions options = tls(server).setClientAuth(ClientAuth.REQUIRED).setTrustOptions(new PemTrustOptions().addCertValue(Buffer.buffer(known.certificate())));
        try (Receiver receiver = new Receiver(options)) {
            secret(ControlPlane.SYSTEM, Map.of("ca.crt", server.certificate(), "tls.crt", unknown.certificate(), "tls.key", unknown.key()));
            apply(sink(receiver.url().replace("http:", "https:"), "caSecret: {name: " + SECRET + "}, clientCertificateSecret: {name: " + SECRET + "}"));
            flow("1.0");
            error("the receiver cannot be reached: ");
            assertThat(receiver.asked()).isEmpty();

            secret(ControlPlane.SYSTEM, Map.of("ca.crt", server.certificate(), "tls.crt", known.certificate(), "tls.key", known.key()));

            taken(receiver, 1);
        }
    }

    @Test
    void anAddressThatIsNoneIsRefusedWithASentence() {
        for (Map.Entry<String, String> wrong : Map.of("ftp://example.org/", "url must be an address that starts with http:// or https://", "http://user:pass@example.org/", "must not contain @ or #",
                "http:///", "names a host", "not an address", "url must be an address").entrySet()) {
            assertThat(plane.kubectlRefused(sink(wrong.getKey(), "mode: binary"), "apply", "-f", "-")).contains(wrong.getValue());
        }
        assertThat(plane.kubectlRefused(sink("http://example.org/", "caSecret: {name: a}"), "apply", "-f", "-")).contains("need a url that starts with https://");
        assertThat(plane.kubectlRefused(sink("http://example.org/", "timeout: 2m"), "apply", "-f", "-")).contains("timeout must be between 10ms and 60s");
        assertThat(plane.kubectlRefused(sink("http://example.org/", "mode: binary").replace("name: first", "name: kubernetes"), "apply", "-f", "-")).contains("another name than kubernetes");
        String kafka = sink("http://example.org/", "mode: binary").replaceFirst("(?m)^  http:.*$", "  kafka: {bootstrapServers: [\"broker:9092\"], topic: a, caSecret: {name: a}}");
        assertThat(plane.kubectlRefused(kafka, "apply", "-f", "-")).contains("need tls: true");
        assertThat(plane.kubectlRefused(kafka.replace("broker:9092", "broker"), "apply", "-f", "-")).contains("bootstrapServers");
        assertThat(plane.kubectlRefused(kafka.replace(", caSecret: {name: a}}", "}\n  http: {url: \"http://example.org\"}"), "apply", "-f", "-")).contains("either http or kafka");
        assertThat(plane.kubectlRefused(kafka.replaceFirst("(?m)^  kafka:.*\n", ""), "apply", "-f", "-")).contains("either http or kafka");
        assertThat(List.of(plane.kubectlRefused(sink("http://example.org/", "mode: other"), "apply", "-f", "-"))).first().asString().contains("mode");
    }
}
