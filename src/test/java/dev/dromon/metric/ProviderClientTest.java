package dev.dromon.metric;

import static dev.dromon.metric.Fetched.failed;
import static dev.dromon.metric.Fetched.query;
import static dev.dromon.metric.Fetched.value;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dromon.provider.Problem;
import dev.dromon.provider.ProviderType;
import dev.dromon.provider.Server;
import dev.dromon.provider.Step;
import dev.dromon.sink.Certificates;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PemKeyCertOptions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The way to a provider and back, against real servers. */
class ProviderClientTest {

    private static final Duration LONG = Duration.ofMinutes(1);
    private static final String ANSWER = "{\"a\":5}";

    private final Vertx vertx = Vertx.vertx();
    private final ProviderStub stub = new ProviderStub();

    @AfterEach
    void close() {
        stub.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private static Step begin(String url) {
        return ProviderType.HTTP.begin(new Server(url, Optional.empty()), query("/x", "$.a"));
    }

    private Step run(Step first, Duration timeout, boolean anyCertificate, boolean allowLocal) throws Exception {
        try (ProviderClient client = new ProviderClient(vertx, anyCertificate, allowLocal)) {
            return client.run(first, timeout).toCompletionStage().toCompletableFuture().get(1, TimeUnit.MINUTES);
        }
    }

    @Test
    void aCertificateThatNobodyVouchesForIsRefusedUnlessAnyIsTrusted() throws Exception {
        Certificates certificates = Certificates.of("dns:elsewhere");
        HttpServerOptions tls = new HttpServerOptions().setSsl(true)
                .setKeyCertOptions(new PemKeyCertOptions().addCertValue(Buffer.buffer(certificates.certificate())).addKeyValue(Buffer.buffer(certificates.key())));
        try (ProviderStub secure = new ProviderStub(tls)) {
            secure.answers(200, ANSWER);

            failed(run(begin(secure.url()), LONG, false, true), Problem.UNREACHABLE, "cannot be reached");
            assertThat(secure.asked()).isEmpty();
            value(run(begin(secure.url()), LONG, true, true), "5");
        }
    }

    @Test
    void aProviderThatDoesNotAnswerIsLeftAndItsConnectionsAreFree() throws Exception {
        stub.hang(true);
        try (ProviderClient client = new ProviderClient(vertx, false, true)) {
            List<Future<Step>> all = IntStream.range(0, 100).mapToObj(i -> client.run(begin(stub.url()), Duration.ofSeconds(1))).toList();
            for (Future<Step> each : all) {
                failed(each.toCompletionStage().toCompletableFuture().get(1, TimeUnit.MINUTES), Problem.UNREACHABLE, "did not answer within 1 s");
            }
            stub.hang(false);
            stub.answers(200, ANSWER);

            value(client.run(begin(stub.url()), LONG).toCompletionStage().toCompletableFuture().get(1, TimeUnit.MINUTES), "5");
        }
    }

    @Test
    void anAnswerThatIsTooLongIsNotReadToItsEnd() throws Exception {
        stub.answers(200, "{\"a\":5," + " ".repeat(ProviderClient.ANSWER_BYTES - ANSWER.length() - 6) + "\"b\":1}");
        value(run(begin(stub.url()), LONG, false, true), "5");

        stub.answers(200, "{\"a\":5," + " ".repeat(ProviderClient.ANSWER_BYTES - ANSWER.length() + 1) + "\"b\":1}");
        failed(run(begin(stub.url()), LONG, false, true), Problem.UNREADABLE, "longer than 1048576 bytes");
    }

    @Test
    void aRedirectIsNotFollowed() throws Exception {
        stub.answers(307, "");

        failed(run(begin(stub.url()), LONG, false, true), Problem.ERROR, "307");

        assertThat(stub.asked()).hasSize(1);
    }

    @Test
    void aLocalAddressIsNotCalledUnlessThatIsAllowed() throws Exception {
        stub.answers(200, ANSWER);

        failed(run(begin(stub.url()), LONG, false, false), Problem.PROVIDER_UNUSABLE, "a loopback address", "dromon.metrics.allow-local-addresses");
        assertThat(stub.asked()).isEmpty();
        value(run(begin(stub.url()), LONG, false, true), "5");
    }

    @ParameterizedTest
    @CsvSource({"ftp://example.org,no http or https address", "http://user:hunter2@127.0.0.1,without user info", "http://does-not-exist.invalid,has no address", "http://a b,cannot be read",
        "http://127.0.0.1?x=,without query"})
    void anAddressThatCannotBeUsedIsNamed(String url, String words) throws Exception {
        Step end = run(begin(url), LONG, false, true);

        failed(end, Problem.PROVIDER_UNUSABLE, words);
        assertThat(((Step.Failed) end).message()).doesNotContain("hunter2");
    }

    @Test
    void nobodyListens() throws Exception {
        failed(run(begin("http://127.0.0.1:1"), LONG, false, true), Problem.UNREACHABLE, "cannot be reached: ");
    }

    @Test
    void aProviderThatHangsKeepsNoOtherWaiting() throws Exception {
        stub.hang(true);
        try (ProviderStub other = new ProviderStub(); ProviderClient slow = new ProviderClient(vertx, false, true); ProviderClient quick = new ProviderClient(vertx, false, true)) {
            other.answers(200, ANSWER);
            List<Future<Step>> hanging = IntStream.range(0, 200).mapToObj(i -> slow.run(begin(stub.url()), LONG)).toList();

            value(quick.run(begin(other.url()), LONG).toCompletionStage().toCompletableFuture().get(1, TimeUnit.MINUTES), "5");

            assertThat(hanging).noneMatch(Future::isComplete);
        }
    }
}
