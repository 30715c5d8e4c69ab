package dev.dromon.http;

import io.netty.handler.codec.http.HttpResponseStatus;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.component.platform.http.PlatformHttpConstants;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpRouter;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpServer;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpServerConfiguration;

/** The server behind all platform-http routes. Bodies are bounded, files are not taken, and errors are problem documents. */
public final class HttpServer implements AutoCloseable {

    /** Largest body of a request, in bytes. */
    public static final int BODY_BYTES = 1024 * 1024;

    private static final int EVENT_LOOPS = 2;
    /** First segments of paths whose requests have a thread of their own: who watches this process is answered also when everybody else waits. */
    private static final List<String> RESERVED = List.of("health", "metrics");
    private static final int NOT_FOUND = 404;
    private static final int UNSUPPORTED_MEDIA_TYPE = 415;
    private static final List<String> FORMS = List.of("multipart/", "application/x-www-form-urlencoded");
    private static final Map<Integer, String> PROBLEMS = Map.of(400, "the request cannot be read", NOT_FOUND, "there is nothing under this path",
            413, "the body is larger than " + BODY_BYTES + " bytes", UNSUPPORTED_MEDIA_TYPE, "forms are not taken",
            500, "the request failed; try again later");

    private final Vertx vertx;
    private final int port;

    /**
     * A server for the port; so many requests are worked on at a time, streams included. Nothing listens yet, but the port is tried: what goes wrong when the
     * server begins is told to nobody. Throws {@link CannotListenException}.
     */
    public HttpServer(int port, int threads) {
        try (ServerSocket free = new ServerSocket()) {
            free.setReuseAddress(true);
            free.bind(new InetSocketAddress(port));
        } catch (IOException e) {
            throw new CannotListenException(port, e);
        }
        this.port = port;
        this.vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(EVENT_LOOPS).setWorkerPoolSize(threads).setMaxWorkerExecuteTime(Long.MAX_VALUE));
    }

    /** The port cannot be listened on; the message names it and what to do. */
    public static final class CannotListenException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        CannotListenException(int port, IOException cause) {
            super("expected a free port for setting dromon.http.port, found that " + port + " cannot be listened on (" + cause.getMessage() + "); free it or set another one", cause);
        }
    }

    /** Will listen for the routes of a context, from its start to its end. */
    public void serve(CamelContext context) {
        VertxPlatformHttpServerConfiguration configuration = new VertxPlatformHttpServerConfiguration();
        configuration.setBindHost("0.0.0.0");
        configuration.setBindPort(port);
        configuration.setMaxBodySize((long) BODY_BYTES);
        context.getRegistry().bind(PlatformHttpConstants.PLATFORM_HTTP_ENGINE_NAME, new ReplyEngine(reserved()));
        try {
            context.addService(new Server(configuration, vertx));
        } catch (Exception e) {
            throw new IllegalStateException("the context takes no services", e);
        }
    }

    private Map<String, WorkerExecutor> reserved() {
        return RESERVED.stream().collect(Collectors.toMap(Function.identity(), path -> vertx.createSharedWorkerExecutor("dromon-" + path, 1)));
    }

    /** Tells errors before any route is reached as all others are told. */
    private static final class Server extends VertxPlatformHttpServer {

        private final int port;
        private final Vertx vertx;

        Server(VertxPlatformHttpServerConfiguration configuration, Vertx vertx) {
            super(configuration);
            this.port = configuration.getBindPort();
            this.vertx = vertx;
        }

        /** What is set by the setter is not used. */
        @Override
        protected Vertx lookupVertx() {
            return vertx;
        }

        @Override
        protected void initializeServer() {
            super.initializeServer();
            Router router = VertxPlatformHttpRouter.lookup(getCamelContext(), VertxPlatformHttpRouter.getRouterNameFromPort(port));
            // Camel's setting for it is read by nothing, so that forms would be written to the disk.
            router.route().handler(asked -> {
                if (isForm(asked)) {
                    tell(asked, UNSUPPORTED_MEDIA_TYPE);
                } else {
                    asked.next();
                }
            });
            router.route().failureHandler(failed -> tell(failed, failed.statusCode()));
            router.route().last().handler(unknown -> tell(unknown, NOT_FOUND));
        }

        private static boolean isForm(RoutingContext asked) {
            String type = asked.request().getHeader("Content-Type");
            return type != null && FORMS.stream().anyMatch(form -> type.regionMatches(true, 0, form, 0, form.length()));
        }
    }

    private static void tell(RoutingContext failed, int status) {
        if (!failed.response().headWritten()) {
            Reply reply = Reply.problem(status, HttpResponseStatus.valueOf(status).reasonPhrase(), PROBLEMS.getOrDefault(status, "the request failed"));
            reply.headers().forEach(failed.response()::putHeader);
            failed.response().setStatusCode(status).putHeader("Content-Type", reply.type()).end(Buffer.buffer((byte[]) reply.body()));
        }
    }

    /** Ends all connections. */
    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
