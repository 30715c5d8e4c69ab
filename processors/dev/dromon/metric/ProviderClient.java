package dev.dromon.metric;

import dev.dromon.http.HttpTarget;
import dev.dromon.http.HttpTarget.UnusableAddress;
import dev.dromon.http.Outbound;
import dev.dromon.provider.HttpAnswer;
import dev.dromon.provider.HttpCall;
import dev.dromon.provider.Problem;
import dev.dromon.provider.Step;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Asks one provider, over connections of its own. No call waits: what comes of it is a future, which is completed in time whatever the provider does. It follows no redirect and
 * reads no more than {@link #ANSWER_BYTES} of an answer. Thread-safe.
 */
final class ProviderClient implements AutoCloseable {

    /** The longest answer that is read. */
    static final int ANSWER_BYTES = 1024 * 1024;

    private static final int CONNECTIONS = 32;
    private static final int KEEP_ALIVE_SECONDS = 30;

    private final Vertx vertx;
    private final HttpClient client;
    private final boolean allowLocal;
    private final Map<String, Future<InetAddress>> lookups = new ConcurrentHashMap<>();

    /** No answer that could be read. */
    private static final class Unanswered extends Exception {

        private static final long serialVersionUID = 1L;
        private final transient Step.Failed step;

        Unanswered(Problem problem, String message) {
            super(message, null, false, false);
            this.step = new Step.Failed(problem, message);
        }
    }

    /**
     * Connects when something is asked.
     *
     * @param anyCertificate whether any certificate is trusted
     * @param allowLocal     whether addresses of this machine and link may be called
     */
    ProviderClient(Vertx vertx, boolean anyCertificate, boolean allowLocal) {
        this.vertx = vertx;
        this.allowLocal = allowLocal;
        this.client = vertx.createHttpClient(new HttpClientOptions().setMaxPoolSize(CONNECTIONS).setKeepAlive(true).setKeepAliveTimeout(KEEP_ALIVE_SECONDS)
                .setTrustAll(anyCertificate).setVerifyHost(!anyCertificate));
    }

    /** Goes on from a step to the end, which is a value or a failure; the future never fails. */
    Future<Step> run(Step first, Duration timeout) {
        Promise<Step> end = Promise.promise();
        Leaving leaving = new Leaving();
        long timer = vertx.setTimer(timeout.toMillis(), t -> {
            end.tryComplete(new Step.Failed(Problem.UNREACHABLE, "the provider did not answer within " + timeout.toSeconds() + " s"));
            leaving.leave();
        });
        // All in the event loop: an answer must not end before anybody reads it.
        vertx.runOnContext(v -> advance(first, leaving).onComplete(result -> {
            vertx.cancelTimer(timer);
            end.tryComplete(result.succeeded() ? result.result() : failed(result.cause()));
        }));
        return end.future();
    }

    private static Step failed(Throwable cause) {
        return cause instanceof Unanswered u ? u.step : new Step.Failed(Problem.UNREACHABLE, "the provider cannot be reached: " + Outbound.reason(cause));
    }

    private Future<Step> advance(Step step, Leaving leaving) {
        return step instanceof Step.Ask ask ? after(ask.pause()).compose(v -> call(ask.call(), leaving)).compose(answer -> advance(ask.then().after(answer), leaving))
                : Future.succeededFuture(step);
    }

    private Future<Void> after(Duration pause) {
        Promise<Void> over = Promise.promise();
        if (pause.isZero()) {
            over.complete();
        } else {
            vertx.setTimer(pause.toMillis(), t -> over.complete());
        }
        return over.future();
    }

    private Future<HttpAnswer> call(HttpCall call, Leaving leaving) {
        HttpTarget target = new HttpTarget("the provider's address", call.url(), allowLocal, "dromon.metrics.allow-local-addresses");
        return lookup(target).compose(host -> {
            try {
                RequestOptions options = target.request(HttpMethod.valueOf(call.method()), host);
                call.headers().forEach(options::putHeader);
                call.body().ifPresent(body -> options.putHeader(HttpHeaders.CONTENT_TYPE, body.type()));
                return client.request(options);
            } catch (UnusableAddress e) {
                return Future.failedFuture(new Unanswered(Problem.PROVIDER_UNUSABLE, e.getMessage()));
            }
        }).compose(request -> leaving.left(request) ? Future.failedFuture("left")
                : request.send(Buffer.buffer(call.body().map(HttpCall.Body::text).orElse(""))).compose(ProviderClient::read));
    }

    /** The DNS may take long: one question per host at a time, in threads that wait for nothing else. */
    private Future<InetAddress> lookup(HttpTarget target) {
        try {
            String host = target.host();
            Future<InetAddress> known = lookups.get(host);
            if (known != null) {
                return known;
            }
            Future<InetAddress> asked = vertx.<InetAddress>executeBlocking(target::resolved, false)
                    .recover(e -> Future.failedFuture(e instanceof UnusableAddress ? new Unanswered(Problem.PROVIDER_UNUSABLE, e.getMessage()) : e));
            lookups.put(host, asked);
            asked.onComplete(done -> lookups.remove(host, asked));
            return asked;
        } catch (UnusableAddress e) {
            return Future.failedFuture(new Unanswered(Problem.PROVIDER_UNUSABLE, e.getMessage()));
        }
    }

    private static Future<HttpAnswer> read(HttpClientResponse response) {
        Promise<HttpAnswer> read = Promise.promise();
        Buffer body = Buffer.buffer();
        response.handler(chunk -> {
            if (body.length() + chunk.length() > ANSWER_BYTES) {
                read.tryFail(new Unanswered(Problem.UNREADABLE, "the answer is longer than " + ANSWER_BYTES + " bytes; let the query find less"));
                response.request().connection().close();
            } else {
                body.appendBuffer(chunk);
            }
        });
        response.endHandler(end -> read.tryComplete(new HttpAnswer(response.statusCode(), body.getBytes())));
        response.exceptionHandler(read::tryFail);
        return read.future();
    }

    /** Ends its connections; what is on its way over them fails at once. */
    @Override
    public void close() {
        client.close();
    }

    /** Ends the request of a fetch that nobody waits for any more: it would keep its connection. */
    private static final class Leaving {

        private HttpClientRequest current;
        private boolean left;

        synchronized boolean left(HttpClientRequest request) {
            current = request;
            if (left) {
                request.exceptionHandler(e -> { }).reset();
            }
            return left;
        }

        synchronized void leave() {
            left = true;
            if (current != null) {
                current.reset();
            }
        }
    }
}
