package dev.dromon.kube;

import io.fabric8.kubernetes.client.vertx.VertxHttpClientFactory;
import io.vertx.ext.web.client.WebClientOptions;

/** Makes HTTP clients that notice half-open connections, whose packets vanish without a reset; no setting of the Kubernetes client does. */
final class WatchfulHttpClientFactory extends VertxHttpClientFactory {

    /** Bookmarks come about every minute on a healthy watch; a connection silent for longer than this is half-open. */
    private static final int READ_IDLE_SECONDS = 150;

    @Override
    protected void additionalConfig(WebClientOptions options) {
        options.setReadIdleTimeout(READ_IDLE_SECONDS).setTcpKeepAlive(true);
    }
}
