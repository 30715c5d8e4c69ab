package dev.dromon.http;

import io.netty.handler.codec.http.HttpResponseStatus;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.component.platform.http.PlatformHttpComponent;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpRouter;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpServer;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpServerConfiguration;

/** The server behind all routes of one scheme. Bodies are bounded, files are not taken, and errors are problem documents. */
public final class HttpServer implements AutoCloseable {

    /** Largest body of a request to the server of {@link #HttpServer(int, int)}, in bytes. */
    public static final int BODY_BYTES = 1024 * 1024;

    private static final int EVENT_LOOPS = 2;
    /** First segments of paths whose requests have a thread of their own: who watches this process is answered also when everybody else waits. */
    private static final List<String> RESERVED = List.of("health", "metrics");
    private static final int NOT_FOUND = 404;
    private static final int UNSUPPORTED_MEDIA_TYPE = 415;
    private static final List<String> FORMS = List.of("multipart/", "application/x-www-form-urlencoded");
    private static final String ADDRESS = "0.0.0.0";
    private static final Map<Integer, String> PROBLEMS = Map.of(400, "the request cannot be read", NOT_FOUND, "there is nothing under this path",
            413, "the body is larger than %d bytes", UNSUPPORTED_MEDIA_TYPE, "forms are not taken", 500, "the request failed; try again later");

    private final Vertx vertx;
    private final Terms terms;

    /**
     * What a server is.
     *
     * @param scheme    scheme of the endpoints that it serves
     * @param setting   the setting that its port is from, for messages
     * @param port      1 to 65535
     * @param threads   how many requests are worked on at a time, streams included
     * @param bodyBytes largest body of a request
     * @param keys      the certificate to show, asked at each handshake; empty for a server without TLS
     */
    public record Terms(String scheme, String setting, int port, int threads, int bodyBytes, Optional<ServingCertificate> keys) {
    }

    /** The server of the platform-http routes: without TLS, bodies of at most {@link #BODY_BYTES}. Otherwise as {@link #HttpServer(Terms)}. */
    public HttpServer(int port, int threads) {
        this(new Terms("platform-http", "dromon.http.port", port, threads, BODY_BYTES, Optional.empty()));
    }

    /**
     * A server. Nothing listens yet, but the port is tried: what goes wrong when the server begins is told to nobody. Throws {@link CannotListenException}.
     */
    public HttpServer(Terms terms) {
        try (ServerSocket free = new ServerSocket()) {
            free.setReuseAddress(true);
            free.bind(new InetSocketAddress(terms.port()));
        } catch (IOException e) {
            throw new CannotListenException(terms, e);
        }
        this.terms = terms;
        this.vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(EVENT_LOOPS).setWorkerPoolSize(terms.threads()).setMaxWorkerExecuteTime(Long.MAX_VALUE));
    }

    /** The port cannot be listened on; the message names it and what to do. */
    public static final class CannotListenException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        CannotListenException(Terms terms, IOException cause) {
            super("expected a free port for setting " + terms.setting() + ", found that " + terms.port() + " cannot be listened on (" + cause.getMessage()
                    + "); free it or set another one", cause);
        }
    }

    /** Will listen for the routes of a context, from its start to its end. */
    public void serve(CamelContext context) {
        VertxPlatformHttpServerConfiguration configuration = new VertxPlatformHttpServerConfiguration();
        configuration.setBindHost(ADDRESS);
        configuration.setBindPort(terms.port());
        configuration.setMaxBodySize((long) terms.bodyBytes());
        PlatformHttpComponent component = new PlatformHttpComponent(context);
        component.setEngine(new ReplyEngine(terms.port(), reserved()));
        context.addComponent(terms.scheme(), component);
        try {
            context.addService(new Server(configuration, vertx, terms));
        } catch (Exception e) {
            throw new IllegalStateException("the context takes no services", e);
        }
    }

    private Map<String, WorkerExecutor> reserved() {
        return terms.keys().isPresent() ? Map.of() : RESERVED.stream().collect(Collectors.toMap(Function.identity(), path -> vertx.createSharedWorkerExecutor("dromon-" + path, 1)));
    }

    /** Tells errors before any route is reached as all others are told. */
    private static final class Server extends VertxPlatformHttpServer {

        private final Vertx vertx;
        private final Terms terms;
        private io.vertx.core.http.HttpServer secure;

        Server(VertxPlatformHttpServerConfiguration configuration, Vertx vertx, Terms terms) {
            super(configuration);
            this.vertx = vertx;
            this.terms = terms;
        }

        /** What is set by the setter is not used. */
        @Override
        protected Vertx lookupVertx() {
            return vertx;
        }

        private Router router() {
            return VertxPlatformHttpRouter.lookup(getCamelContext(), VertxPlatformHttpRouter.getRouterNameFromPort(terms.port()));
        }

        @Override
        protected void initializeServer() {
            super.initializeServer();
            Router router = router();
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

        /** Camel reads a certificate once, from a key store; ours can be another one at each handshake. */
        @Override
        protected void startServer() throws Exception {
            if (terms.keys().isEmpty()) {
                super.startServer();
                return;
            }
            HttpServerOptions options = new HttpServerOptions().setSsl(true).setKeyCertOptions(KeyCertOptions.wrap(terms.keys().get()))
                    .setEnabledSecureTransportProtocols(Set.of("TLSv1.2", "TLSv1.3"));
            secure = vertx.createHttpServer(options).requestHandler(router());
            secure.listen(terms.port(), ADDRESS).toCompletionStage().toCompletableFuture().get();
        }

        @Override
        protected void stopServer() {
            if (secure == null) {
                super.stopServer();
            } else {
                secure.close().toCompletionStage().toCompletableFuture().join();
            }
        }

        private static boolean isForm(RoutingContext asked) {
            String type = asked.request().getHeader("Content-Type");
            return type != null && FORMS.stream().anyMatch(form -> type.regionMatches(true, 0, form, 0, form.length()));
        }

        private void tell(RoutingContext failed, int status) {
            if (!failed.response().headWritten()) {
                String detail = PROBLEMS.getOrDefault(status, "the request failed").formatted(terms.bodyBytes());
                Reply reply = Reply.problem(status, HttpResponseStatus.valueOf(status).reasonPhrase(), detail);
                reply.headers().forEach(failed.response()::putHeader);
                failed.response().setStatusCode(status).putHeader("Content-Type", reply.type()).end(Buffer.buffer((byte[]) reply.body()));
            }
        }
    }

    /** Ends all connections. */
    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
