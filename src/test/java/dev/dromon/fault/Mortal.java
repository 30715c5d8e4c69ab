package dev.dromon.fault;

import dev.dromon.app.Dromon;
import dev.dromon.kube.KubeClients;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.InstantSource;
import java.util.Properties;

/** A runtime behind a proxy of its own, which can be killed: from then on nothing of it comes through, and its memory is nobody's. */
final class Mortal {

    private final Stage stage;
    private final FaultProxy proxy;
    private final KubernetesClient client;
    private final Dromon dromon;

    /** Starts it for one namespace only, without leader election. */
    Mortal(Stage stage, String namespace, InstantSource clock, FaultProxy proxy) {
        this.stage = stage;
        this.proxy = proxy;
        this.client = KubeClients.reconciling(proxy.config());
        Properties settings = new Properties();
        settings.setProperty("dromon.namespace", namespace);
        settings.setProperty("dromon.watch.namespace", namespace);
        settings.setProperty("dromon.workers", "2");
        settings.setProperty("dromon.http.port", "");
        settings.setProperty("dromon.metrics.fetch", "false");
        this.dromon = new Dromon(settings, client, clock).start();
    }

    FaultProxy proxy() {
        return proxy;
    }

    /** Kills it where it has not died already, and closes what is left of it behind the wall, in the background. */
    void kill() {
        proxy.close();
        stage.bury(() -> {
            dromon.close();
            client.close();
        });
    }
}
