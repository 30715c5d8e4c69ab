package dev.dromon.sink;

import dev.dromon.event.CloudEvent;
import dev.dromon.http.HttpTarget;
import dev.dromon.http.Outbound;
import dev.dromon.kube.SecretReader;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Sends messages to one address, over connections of its own that are kept. It follows no redirect, reads no more of an answer than is needed to use the connection
 * again, and takes up what changes in its Secrets with the next message. Thread-safe.
 */
final class HttpSender implements AutoCloseable {

    private static final int ANSWER_BYTES = 64 * 1024;
    private static final int KEEP_ALIVE_SECONDS = 30;

    private final Vertx vertx;
    private final SinkTerms.Http terms;
    private final int connections;
    private final SecretReader secrets;
    private final InstantSource clock;
    private HttpCredentials.Tls tls;
    private HttpClient client;
    private boolean closed;

    HttpSender(Vertx vertx, SinkTerms.Http terms, int connections, SecretReader secrets, InstantSource clock) {
        this.vertx = vertx;
        this.terms = terms;
        this.connections = connections;
        this.secrets = secrets;
        this.clock = clock;
    }

    /** Posts an event and waits for the answer, at most for the timeout. Never throws but when it is interrupted: what goes wrong is the answer. */
    Answer post(CloudEvent event) throws InterruptedException {
        return post(event.id(), CloudEventEncoder.http(event, terms.mode()));
    }

    /** The same with an event that tells of no flow. */
    Answer post(io.cloudevents.CloudEvent event) throws InterruptedException {
        return post(event.getId(), CloudEventEncoder.http(event, terms.mode()));
    }

    /** The same with a message. */
    Answer post(String id, CloudEventEncoder.Message message) throws InterruptedException {
        try {
            HttpCredentials credentials = HttpCredentials.read(terms.secrets(), secrets);
            RequestOptions request = new HttpTarget(terms.field(), terms.url(), terms.allowLocal(), "spec.http.allowLocalAddresses of an EventSink").request(HttpMethod.POST);
            message.headers().forEach(request::putHeader);
            credentials.headers().forEach(request::putHeader);
            if (!credentials.keys().isEmpty()) {
                WebhookSignature.headers(credentials.keys(), id, clock.instant().getEpochSecond(), message.body()).forEach(request::putHeader);
            }
            Optional<HttpClient> open = client(credentials.tls());
            return open.isPresent() ? exchange(open.get(), request, message.body()) : Answer.retry("the sink is no longer served as it was");
        } catch (SecretReader.UnusableSecret | HttpTarget.UnusableAddress e) {
            return Answer.retry(e.getMessage());
        }
    }

    /** Other certificates need other connections; those that are in use end with what is on its way over them. */
    private synchronized Optional<HttpClient> client(HttpCredentials.Tls wanted) {
        if (closed) {
            return Optional.empty();
        }
        if (client == null || !wanted.equals(tls)) {
            if (client != null) {
                client.close();
            }
            client = vertx.createHttpClient(options(wanted));
            tls = wanted;
        }
        return Optional.of(client);
    }

    private HttpClientOptions options(HttpCredentials.Tls wanted) {
        HttpClientOptions options = new HttpClientOptions().setMaxPoolSize(connections).setKeepAlive(true).setKeepAliveTimeout(KEEP_ALIVE_SECONDS)
                .setConnectTimeout((int) terms.timeout().toMillis());
        wanted.authorities().ifPresent(pem -> options.setTrustOptions(new PemTrustOptions().addCertValue(Buffer.buffer(pem))));
        if (wanted.certificate().isPresent() && wanted.key().isPresent()) {
            options.setKeyCertOptions(new PemKeyCertOptions().addCertValue(Buffer.buffer(wanted.certificate().get())).addKeyValue(Buffer.buffer(wanted.key().get())));
        }
        return options;
    }

    private Answer exchange(HttpClient over, RequestOptions options, byte[] body) throws InterruptedException {
        HttpCall call = new HttpCall(over, options, Optional.of(Buffer.buffer(body)), ANSWER_BYTES);
        try {
            HttpCall.Reply reply = call.reply().toCompletionStage().toCompletableFuture().get(terms.timeout().toMillis(), TimeUnit.MILLISECONDS);
            return Answer.of(terms.field(), reply.status(), reply.retryAfter(), clock.instant());
        } catch (TimeoutException e) {
            return Answer.retry("the receiver did not answer within " + terms.timeout().toMillis() + " ms");
        } catch (ExecutionException e) {
            return Answer.retry("the receiver cannot be reached: " + Outbound.reason(e.getCause()));
        } finally {
            call.leave();
        }
    }

    /** Ends its connections; what is on its way fails at once, and so does what comes later. */
    @Override
    public synchronized void close() {
        closed = true;
        if (client != null) {
            client.close();
        }
    }
}
