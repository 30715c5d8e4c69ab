package dev.dromon.http;

import io.vertx.core.WorkerExecutor;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Processor;
import org.apache.camel.component.platform.http.PlatformHttpEndpoint;
import org.apache.camel.component.platform.http.spi.PlatformHttpConsumer;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpEngine;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpRouter;

/** Camel's engine for platform-http on Vert.x, with consumers that send a {@link Reply}. */
final class ReplyEngine extends VertxPlatformHttpEngine {

    private final int port;
    private final Map<String, WorkerExecutor> reserved;

    /** For the server of that port. First segment of a path to the threads that work on its requests; all others share those of the server. */
    ReplyEngine(int port, Map<String, WorkerExecutor> reserved) {
        this.port = port;
        this.reserved = reserved;
    }

    /** Each server has an engine of its own, so none may take the one place in the registry. */
    @Override
    protected void doInit() { }

    /** Camel looks for the only server that there is. */
    @Override
    public int getServerPort() {
        return port;
    }

    @Override
    public PlatformHttpConsumer createConsumer(PlatformHttpEndpoint endpoint, Processor processor) {
        Optional<WorkerExecutor> own = Optional.ofNullable(reserved.get(endpoint.getPath().replaceFirst("^/+", "").replaceFirst("/.*", "")));
        return new ReplyConsumer(endpoint, processor, getHandlers(), VertxPlatformHttpRouter.getRouterNameFromPort(port), own);
    }
}
