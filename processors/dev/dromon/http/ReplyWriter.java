package dev.dromon.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends one reply, in the thread that asks for it. A stream takes that thread until it ends or the client is gone. */
final class ReplyWriter {

    /** How long a client may take nothing of what is sent to it. */
    private static final int PATIENCE_SECONDS = 60;
    private static final int FAILED = 500;
    private static final int CHUNK = 16 * 1024;
    private static final Logger LOG = LoggerFactory.getLogger(ReplyWriter.class);

    private final RoutingContext asked;
    private final HttpServerResponse response;

    ReplyWriter(RoutingContext asked) {
        this.asked = asked;
        this.response = asked.response();
    }

    void write(Reply reply) throws InterruptedException {
        if (!(reply.body() instanceof InputStream stream)) {
            head(reply);
            response.end(Buffer.buffer((byte[]) reply.body()));
            return;
        }
        try (stream) {
            head(reply);
            response.setChunked(true).closeHandler(gone -> close(stream));
            pump(stream);
            response.end();
        } catch (ExecutionException | TimeoutException gone) {
            LOG.debug("a client is gone path={}", asked.normalizedPath(), gone);
            asked.request().connection().close();
        } catch (IOException | RuntimeException failure) {
            broken(failure);
        }
    }

    /** Once the head is sent, only the end of the connection can tell the client. */
    private void broken(Exception failure) {
        if (response.closed()) {
            LOG.debug("a client is gone path={}", asked.normalizedPath(), failure);
            return;
        }
        LOG.error("a stream failed path={}", asked.normalizedPath(), failure);
        if (response.headWritten()) {
            asked.request().connection().close();
        } else {
            asked.fail(FAILED);
        }
    }

    private void head(Reply reply) {
        reply.headers().forEach(response::putHeader);
        response.setStatusCode(reply.status()).putHeader("Content-Type", reply.type());
    }

    /** The next piece is read when the client's side has taken the one before it, so a slow client costs one piece of memory. */
    private void pump(InputStream stream) throws IOException, InterruptedException, ExecutionException, TimeoutException {
        byte[] chunk = new byte[CHUNK];
        for (int size = stream.read(chunk); size >= 0; size = stream.read(chunk)) {
            response.write(Buffer.buffer(size).appendBytes(chunk, 0, size)).toCompletionStage().toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        }
    }

    private void close(InputStream stream) {
        try {
            stream.close();
        } catch (IOException e) {
            LOG.warn("a stream cannot be closed path={}", asked.normalizedPath(), e);
        }
    }
}
