package dev.dromon.admission;

import dev.dromon.gather.Namespaces;
import dev.dromon.kube.ApiFailure;
import dev.dromon.kube.KindCache;
import io.fabric8.kubernetes.api.model.Namespace;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/**
 * Which namespaces are opted in, as far as a pod may be let through on it: what the cache says counts while its watch is open, and that a namespace is opted in also
 * otherwise. Anything else is asked of the API server, for a bounded time. Thread-safe.
 */
final class EnabledNamespaces implements AutoCloseable {

    private static final int ASKING = 8;

    private final KindCache<Namespace> cache;
    private final Function<String, Optional<Namespace>> api;
    private final Duration patience;
    private final ExecutorService asking = new ThreadPoolExecutor(0, ASKING, 1, TimeUnit.MINUTES, new SynchronousQueue<>(), EnabledNamespaces::daemon);

    /**
     * Looks into the cache, then asks.
     *
     * @param api      name to what the API server says; empty when there is no such namespace
     * @param patience how long an answer may take; less than the API server waits for the webhook
     */
    EnabledNamespaces(KindCache<Namespace> cache, Function<String, Optional<Namespace>> api, Duration patience) {
        this.cache = cache;
        this.api = api;
        this.patience = patience;
    }

    /** It cannot be told whether a namespace is opted in; one sentence. */
    static final class UnknownNamespace extends RuntimeException {

        private static final long serialVersionUID = 1L;

        UnknownNamespace(String namespace, String found, Throwable cause) {
            super("expected to read whether namespace " + namespace + " is enabled, found " + found + "; the pod is not let in ungated, try again", cause);
        }
    }

    /** Whether a namespace is opted in. {@link UnknownNamespace} when that cannot be told. */
    boolean enabled(String namespace) {
        Optional<Boolean> cached = cache.get(null, namespace).map(Namespaces::enabled).filter(enabled -> enabled || cache.watching());
        return cached.isPresent() ? cached.get() : asked(namespace);
    }

    private boolean asked(String namespace) {
        try {
            return asking.submit(() -> api.apply(namespace)).get(patience.toMillis(), TimeUnit.MILLISECONDS).map(Namespaces::enabled)
                    .orElseThrow(() -> new UnknownNamespace(namespace, "no such namespace", null));
        } catch (ExecutionException e) {
            throw new UnknownNamespace(namespace, ApiFailure.reason(e.getCause()), e);
        } catch (TimeoutException e) {
            throw new UnknownNamespace(namespace, "no answer of the API server within " + patience.toMillis() + " ms", e);
        } catch (RejectedExecutionException e) {
            throw new UnknownNamespace(namespace, ASKING + " such questions without an answer yet", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UnknownNamespace(namespace, "that Dromon is ending", e);
        }
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "admission-namespaces");
        thread.setDaemon(true);
        return thread;
    }

    @Override
    public void close() {
        asking.shutdownNow();
    }
}
