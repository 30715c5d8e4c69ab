package dev.dromon.sink;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.RequestOptions;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

/** One request over a client's connections and its answer, of which no more is read than allowed. Whoever has waited long enough leaves it. Thread-safe. */
final class HttpCall {

    /**
     * An answer.
     *
     * @param retryAfter header Retry-After; null without one
     * @param body       its beginning
     * @param whole      whether that is all of it
     */
    record Reply(int status, String retryAfter, Buffer body, boolean whole) {
    }

    private final AtomicReference<HttpClientRequest> sent = new AtomicReference<>();
    private final AtomicBoolean left = new AtomicBoolean();
    private final int limit;
    private final Future<Reply> reply;

    /** Sends the request, with a body where there is one; of the answer this many bytes are read, a longer one ends the connection. */
    HttpCall(HttpClient over, RequestOptions options, Optional<Buffer> body, int limit) {
        this.limit = limit;
        this.reply = over.request(options).compose(request -> {
            sent.set(request);
            if (left.get()) {
                // A connection was free too late. Who would end a request that nobody waits for? It would keep the connection for ever.
                Promise<Reply> end = Promise.promise();
                request.exceptionHandler(end::tryFail).reset();
                return end.future();
            }
            // Chained in the event loop: chained in another thread, an answer might have ended before anybody reads it.
            return (body.isPresent() ? request.send(body.get()) : request.send()).compose(this::read);
        });
    }

    /** The answer, or why there is none. */
    Future<Reply> reply() {
        return reply;
    }

    /** Nobody waits for the answer any more. */
    void leave() {
        left.set(true);
        Optional.ofNullable(sent.get()).filter(request -> !reply.isComplete()).ifPresent(HttpClientRequest::reset);
    }

    private Future<Reply> read(HttpClientResponse response) {
        Promise<Reply> read = Promise.promise();
        Buffer body = Buffer.buffer();
        String retryAfter = response.getHeader(HttpHeaders.RETRY_AFTER);
        response.handler(chunk -> {
            int room = limit - body.length();
            body.appendBuffer(chunk.length() <= room ? chunk : chunk.slice(0, room));
            if (chunk.length() > room && read.tryComplete(new Reply(response.statusCode(), retryAfter, body, false))) {
                response.request().connection().close();
            }
        });
        response.endHandler(end -> read.tryComplete(new Reply(response.statusCode(), retryAfter, body, true)));
        response.exceptionHandler(read::tryFail);
        return read.future();
    }
}
