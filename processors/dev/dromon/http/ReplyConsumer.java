package dev.dromon.http;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.WorkerExecutor;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.Processor;
import org.apache.camel.component.platform.http.PlatformHttpEndpoint;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs its route and sends the {@link Reply} that it ends with. Not Camel's own writer: that waits until a stream has given some kilobytes, reads all streams of a server one
 * after the other, and does not see that a client has gone. The exchange ends before the reply is sent, so that a stream does not hold up a stop.
 */
final class ReplyConsumer extends VertxPlatformHttpConsumer {

    private static final Logger LOG = LoggerFactory.getLogger(ReplyConsumer.class);
    private static final Reply FAILED = Reply.problem(500, "Internal error", "the request failed; try again later");

    private final Optional<WorkerExecutor> own;

    ReplyConsumer(PlatformHttpEndpoint endpoint, Processor processor, List<Handler<RoutingContext>> handlers, String router, Optional<WorkerExecutor> own) {
        super(endpoint, processor, handlers, router);
        this.own = own;
    }

    @Override
    protected void handleRequest(RoutingContext asked) {
        if (isSuspended()) {
            super.handleRequest(asked);
            return;
        }
        Exchange exchange = createExchange(false);
        exchange.setPattern(ExchangePattern.InOut);
        processHttpRequest(exchange, asked).onSuccess(read -> inWorker(asked, () -> answer(exchange, asked)).onFailure(asked::fail))
                .onFailure(failure -> {
                    releaseExchange(exchange, false);
                    asked.fail(failure);
                });
    }

    private Future<Void> inWorker(RoutingContext asked, Callable<Void> work) {
        return own.map(workers -> workers.executeBlocking(work, false)).orElseGet(() -> asked.vertx().executeBlocking(work, false));
    }

    private Void answer(Exchange exchange, RoutingContext asked) throws Exception {
        new ReplyWriter(asked).write(run(exchange));
        return null;
    }

    private Reply run(Exchange exchange) throws Exception {
        createUoW(exchange);
        try {
            getProcessor().process(exchange);
            if (exchange.getException() == null) {
                return exchange.getMessage().getMandatoryBody(Reply.class);
            }
            LOG.error("a route failed to answer route={}", getRouteId(), exchange.getException());
            return FAILED;
        } finally {
            doneUoW(exchange);
            releaseExchange(exchange, false);
        }
    }
}
