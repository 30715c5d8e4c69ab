package dev.dromon.kube;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.time.Duration;
import java.util.function.Predicate;
import org.apache.camel.Exchange;
import org.apache.camel.util.ObjectHelper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * One look at one key: runs the route and tells the queue how it went. Never throws: what fails backs off, and the other keys go on. Rule: docs/architecture.md, errors.
 * Differs for conflicts: the tenth in a row is told, since nobody changes an object that often; something keeps this cache from hearing of it.
 */
final class KeyRun {

    private static final Logger LOG = LoggerFactory.getLogger(KeyRun.class);
    private static final int TELL_EVERY = 10;

    private final KubeConsumer consumer;
    private final WorkQueue queue;
    private final KindCache<?> primary;
    private final Predicate<HasMetadata> settled;

    /** Objects that are settled are not given to the route; one that is gone always is. */
    KeyRun(KubeConsumer consumer, WorkQueue queue, KindCache<?> primary, Predicate<HasMetadata> settled) {
        this.consumer = consumer;
        this.queue = queue;
        this.primary = primary;
        this.settled = settled;
    }

    /** Whatever is thrown, the key must be handed back: it would never be looked at again. */
    void look(String key) {
        long started = System.nanoTime();
        LoopListener.Result result = LoopListener.Result.ERROR;
        try {
            result = looked(key);
        } catch (Throwable failure) {
            result = failed(key, failure);
        } finally {
            consumer.looked(result, started);
        }
    }

    private LoopListener.Result looked(String key) throws Throwable {
        boolean nothingToDo = primary.get(key).filter(settled).isPresent();
        Duration requeueAfter = nothingToDo ? null : runRoute(key);
        if (requeueAfter == null) {
            queue.done(key);
        } else {
            queue.done(key, requeueAfter);
        }
        return nothingToDo ? LoopListener.Result.SETTLED : LoopListener.Result.DONE;
    }

    private Duration runRoute(String key) throws Throwable {
        Exchange exchange = consumer.newExchange();
        try {
            exchange.getMessage().setBody(primary.copy(key).orElse(null));
            exchange.getMessage().setHeader(KubeHeaders.KEY, key);
            exchange.getMessage().setHeader(KubeHeaders.ATTEMPT, queue.failures(key));
            consumer.getProcessor().process(exchange);
            if (exchange.getException() != null) {
                throw exchange.getException();
            }
            return requeueAfter(exchange);
        } finally {
            consumer.close(exchange);
        }
    }

    private static Duration requeueAfter(Exchange exchange) {
        Object value = exchange.getMessage().getHeader(KubeHeaders.REQUEUE_AFTER);
        if (value == null || value instanceof Duration) {
            return (Duration) value;
        }
        if (value instanceof Number millis) {
            return Duration.ofMillis(millis.longValue());
        }
        throw new IllegalArgumentException("expected header " + KubeHeaders.REQUEUE_AFTER + " to be a Duration or a number of milliseconds, found " + value.getClass().getName()
            + " at the end of route " + exchange.getFromRouteId() + "; set one of these");
    }

    private LoopListener.Result failed(String key, Throwable failure) {
        if (interrupted(failure)) {
            queue.done(key, Duration.ZERO);
            LOG.info("interrupted because this replica stops working, looked at again by the one that goes on route={} key={}", consumer.getRouteId(), key);
            Thread.currentThread().interrupt();
            return LoopListener.Result.INTERRUPTED;
        }
        if (ApiFailure.conflict(failure) || ApiFailure.deleted(failure)) {
            tellConflict(key, queue.conflicted(key));
            return LoopListener.Result.CONFLICT;
        }
        if (ApiFailure.namespaceGone(failure)) {
            LOG.debug("the namespace is going away and takes nothing new route={} key={} attempt={}", consumer.getRouteId(), key, queue.failed(key));
            return LoopListener.Result.NAMESPACE_GONE;
        }
        tellFailure(key, queue.failed(key), failure);
        return ApiFailure.in(failure).isPresent() ? LoopListener.Result.REFUSED : LoopListener.Result.ERROR;
    }

    private static boolean interrupted(Throwable failure) {
        return Thread.currentThread().isInterrupted() || ObjectHelper.getException(InterruptedException.class, failure) != null;
    }

    private void tellConflict(String key, int count) {
        Level level = count % TELL_EVERY == 0 ? Level.WARN : Level.DEBUG;
        LOG.atLevel(level).log("somebody else changed or deleted it first, looking again route={} key={} attempt={}", consumer.getRouteId(), key, count);
    }

    private void tellFailure(String key, int count, Throwable failure) {
        String route = consumer.getRouteId();
        if (count > 1 && count % TELL_EVERY != 0) {
            LOG.debug("failed again route={} key={} attempt={} reason=\"{}\"", route, key, count, ApiFailure.reason(failure));
        } else if (ApiFailure.in(failure).isPresent()) {
            LOG.warn("the API server refused or did not answer, trying again route={} key={} attempt={} reason=\"{}\"", route, key, count, ApiFailure.reason(failure));
        } else if (count == 1) {
            LOG.error("failed, trying again route={} key={} attempt={}", route, key, count, failure);
        } else {
            LOG.error("still failing, trying again route={} key={} attempt={} reason=\"{}\"", route, key, count, ApiFailure.reason(failure));
        }
    }
}
