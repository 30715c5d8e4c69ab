package dev.dromon.kube;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.time.Duration;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One look at one key: runs the route and tells the queue how it went. Never throws: what fails backs off. Rule: docs/architecture.md, errors. */
final class KeyRun {

    private static final Logger LOG = LoggerFactory.getLogger(KeyRun.class);
    private static final int WARN_EVERY = 10;

    private final KubeConsumer consumer;
    private final WorkQueue queue;
    private final String route;

    KeyRun(KubeConsumer consumer, WorkQueue queue, String route) {
        this.consumer = consumer;
        this.queue = queue;
        this.route = route;
    }

    <T extends HasMetadata> void look(KindCache<T> cache, String key) {
        Exchange exchange = consumer.newExchange();
        Throwable failure;
        Duration requeueAfter = null;
        try {
            exchange.getMessage().setBody(cache.get(key).map(this::copy).orElse(null));
            exchange.getMessage().setHeader(KubeHeaders.KEY, key);
            exchange.getMessage().setHeader(KubeHeaders.ATTEMPT, queue.failures(key));
            consumer.getProcessor().process(exchange);
            failure = exchange.getException();
            requeueAfter = exchange.getMessage().getHeader(KubeHeaders.REQUEUE_AFTER, Duration.class);
        } catch (Exception e) {
            failure = e;
        } finally {
            consumer.close(exchange);
        }
        report(key, failure, requeueAfter);
    }

    private <T extends HasMetadata> T copy(T cached) {
        return ((KubeEndpoint) consumer.getEndpoint()).component().caches().client().getKubernetesSerialization().clone(cached);
    }

    private void report(String key, Throwable failure, Duration requeueAfter) {
        if (failure == null && requeueAfter == null) {
            queue.done(key);
        } else if (failure == null) {
            queue.done(key, requeueAfter);
        } else {
            failed(key, failure);
        }
    }

    private void failed(String key, Throwable failure) {
        int count = queue.failed(key);
        KubernetesClientException api = api(failure);
        if (api != null && api.getCode() == HttpURLConnection.HTTP_CONFLICT) {
            LOG.debug("conflict, looking again route={} key={}", route, key);
        } else if (count > 1 && count % WARN_EVERY != 0) {
            LOG.debug("failed again route={} key={} attempt={} reason=\"{}\"", route, key, count, failure.getMessage());
        } else if (api != null) {
            LOG.warn("the API server refused or did not answer, trying again route={} key={} attempt={} reason=\"{}\"", route, key, count, api.getMessage());
        } else {
            LOG.error("failed, trying again route={} key={} attempt={}", route, key, count, failure);
        }
    }

    private static KubernetesClientException api(Throwable failure) {
        for (Throwable t = failure; t != null; t = t.getCause()) {
            if (t instanceof KubernetesClientException api) {
                return api;
            }
        }
        return null;
    }
}
