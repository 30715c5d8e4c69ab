package dev.dromon.app;

import dev.dromon.call.UserRoutes;
import dev.dromon.http.HttpServer;
import dev.dromon.kube.KubeClients;
import dev.dromon.telemetry.Telemetry;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs Dromon against the cluster of the current kubeconfig, or the one it runs in, until it is told to end. */
public final class Main {

    private static final Logger LOG = LoggerFactory.getLogger(Main.class);
    private static final int WRONG_SETTING = 2;

    private Main() {
    }

    /** Exit code 0 after a stop, 2 for a wrong setting, which is named in one line. */
    public static void main(String[] arguments) throws Exception {
        List<String> unknown = dev.dromon.app.Config.unknownVariables(System.getenv());
        if (!unknown.isEmpty()) {
            LOG.warn("these environment variables are no settings of Dromon and are ignored names={}", unknown);
        }
        Telemetry telemetry = new Telemetry();
        try (KubernetesClient client = KubeClients.reconciling(Config.autoConfigure(null), telemetry.requests());
                Dromon dromon = new Dromon(dev.dromon.app.Config.overlaid(Dromon.defaults(), System.getenv(), System.getProperties()), client, telemetry)) {
            dromon.run();
        } catch (dev.dromon.app.Config.InvalidSettingException | UserRoutes.UnusableRoutesException | HttpServer.CannotListenException e) {
            LOG.error("{}", e.getMessage());
            System.exit(WRONG_SETTING);
        }
    }
}
