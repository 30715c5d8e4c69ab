package dev.dromon.app;

import dev.dromon.admission.Admission;
import dev.dromon.call.UserRoutes;
import dev.dromon.http.HttpServer;
import dev.dromon.kube.KubeCaches;
import dev.dromon.kube.KubeClients;
import dev.dromon.kube.LeaderGate;
import dev.dromon.routes.AdmissionRoutes;
import dev.dromon.routes.AnalysisRoutes;
import dev.dromon.routes.AnnounceRoutes;
import dev.dromon.routes.AnswerRoutes;
import dev.dromon.routes.AppRoutes;
import dev.dromon.routes.CallRoutes;
import dev.dromon.routes.CallbackRoutes;
import dev.dromon.routes.CheckRoutes;
import dev.dromon.routes.ErrorRoutes;
import dev.dromon.routes.EventSinkRoutes;
import dev.dromon.routes.FeedRoutes;
import dev.dromon.routes.HookRoutes;
import dev.dromon.routes.MetricRoutes;
import dev.dromon.routes.PhaseRoutes;
import dev.dromon.routes.PodRoutes;
import dev.dromon.routes.QueryRoutes;
import dev.dromon.routes.SinkRoutes;
import dev.dromon.routes.TelemetryRoutes;
import dev.dromon.routes.VersionRoutes;
import dev.dromon.routes.WebhookTriggerRoutes;
import dev.dromon.routes.WorkloadRoutes;
import dev.dromon.telemetry.Telemetry;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.Main;
import org.apache.camel.main.MainListenerSupport;

/** Dromon's routes on one Kubernetes client, from start to close. */
public final class Dromon implements AutoCloseable {

    /** Streams of events take one each. */
    private static final int HTTP_THREADS = 80;

    private final Main camel = new Main();
    private final Wiring wiring;
    private final Optional<KubernetesClient> leaseClient;
    private final Optional<HttpServer> server;
    private final Telemetry telemetry;

    /**
     * Checks the settings (keys of docs/reference/settings.md; absent ones have their defaults) and makes everything ready; nothing runs yet. The client stays the
     * caller's. A setting that cannot be used is refused with {@link Config.InvalidSettingException}, routes of the operator with {@link UserRoutes.UnusableRoutesException}.
     */
    public Dromon(Properties settings, KubernetesClient client) {
        this(settings, client, new Telemetry());
    }

    /** The same; what listens to the client's requests is the given telemetry, which is closed with this. */
    public Dromon(Properties settings, KubernetesClient client, Telemetry telemetry) {
        this(settings, client, InstantSource.system(), telemetry);
    }

    /** As the first, with a wall clock of one's own; it may be set at any time, which is followed slowly, without a jump. */
    public Dromon(Properties settings, KubernetesClient client, InstantSource clock) {
        this(settings, client, clock, new Telemetry());
    }

    private Dromon(Properties settings, KubernetesClient client, InstantSource clock, Telemetry telemetry) {
        this.telemetry = telemetry;
        Properties all = defaults();
        all.putAll(settings);
        Config config = Config.of(all);
        this.wiring = new Wiring(config, client, new SteadyClock(clock, System::nanoTime), telemetry);
        this.leaseClient = config.leader().map(terms -> KubeClients.leasing(client.getConfiguration(), (int) terms.retry().toMillis(), telemetry.requests()));
        config.leader().ifPresent(terms -> wiring.component().setLeaderGate(new LeaderGate(leaseClient.orElseThrow(), terms)));
        this.server = config.httpPort().map(port -> new HttpServer(port, HTTP_THREADS));
        camel.addMainListener(new Beginning(server, wiring.admission(), wiring.caches()));
        camel.setDefaultPropertyPlaceholderLocation("false");
        all.stringPropertyNames().forEach(key -> camel.addInitialProperty(key, all.getProperty(key)));
        camel.bind("kubernetesClient", client);
        wiring.beans().forEach(camel::bind);
        routes().forEach(camel.configure()::addRoutesBuilder);
        if (config.metrics().isPresent()) {
            metricRoutes().forEach(camel.configure()::addRoutesBuilder);
        }
        if (server.isPresent()) {
            httpRoutes().forEach(camel.configure()::addRoutesBuilder);
        }
        if (wiring.admission().isPresent()) {
            admissionRoutes().forEach(camel.configure()::addRoutesBuilder);
        }
        camel.configure().addRoutesBuilder(new ErrorRoutes());
    }

    /** All routes, in the order in which a deployment meets them. */
    public static List<RouteBuilder> routes() {
        return List.of(new PodRoutes(), new WorkloadRoutes(), new AppRoutes(), new VersionRoutes(), new PhaseRoutes(), new CheckRoutes(), new CallbackRoutes(), new CallRoutes(),
                new AnnounceRoutes(), new SinkRoutes(), new EventSinkRoutes(), new FeedRoutes(), new WebhookTriggerRoutes());
    }

    /** Those that ask metrics providers. */
    public static List<RouteBuilder> metricRoutes() {
        return List.of(new MetricRoutes(), new AnalysisRoutes());
    }

    /** Those that answer HTTP requests; they need the server. */
    public static List<RouteBuilder> httpRoutes() {
        return List.of(new QueryRoutes(), new HookRoutes(), new AnswerRoutes(), new TelemetryRoutes());
    }

    /** Those that answer reviews of the API server; they need the webhook's server. */
    public static List<RouteBuilder> admissionRoutes() {
        return List.of(new AdmissionRoutes());
    }

    /** The settings that hold when nothing else is said. */
    public static Properties defaults() {
        Properties defaults = new Properties();
        try (InputStream file = Dromon.class.getResourceAsStream("/application.properties")) {
            defaults.load(file);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read application.properties from the class path", e);
        }
        return defaults;
    }

    /** Starts the routes and returns; they begin to work as soon as their caches are complete. */
    public Dromon start() {
        wiring.userRoutes().ifPresent(UserRoutes::start);
        camel.start();
        return this;
    }

    /** Starts the routes and returns when the process is told to end. */
    void run() throws Exception {
        wiring.userRoutes().ifPresent(UserRoutes::start);
        camel.run();
    }

    /** The Camel context, once started. */
    public CamelContext context() {
        return camel.getCamelContext();
    }

    /** Lets running looks finish, gives the lease back and ends all watches. */
    @Override
    public void close() {
        camel.stop();
        wiring.caches().close();
        leaseClient.ifPresent(KubernetesClient::close);
        server.ifPresent(HttpServer::close);
        wiring.admission().ifPresent(Admission::close);
        telemetry.close();
    }

    /** The server listens before the routes that are behind it start. The caches begin when nothing can be refused any more, and fill while the routes are made. */
    private static final class Beginning extends MainListenerSupport {

        private final Optional<HttpServer> server;
        private final Optional<Admission> admission;
        private final KubeCaches caches;

        Beginning(Optional<HttpServer> server, Optional<Admission> admission, KubeCaches caches) {
            this.server = server;
            this.admission = admission;
            this.caches = caches;
        }

        @Override
        public void beforeInitialize(BaseMainSupport main) {
            server.ifPresent(http -> http.serve(main.getCamelContext()));
            admission.ifPresent(webhook -> webhook.serve(main.getCamelContext()));
            caches.start();
        }

        @Override
        public void beforeStart(BaseMainSupport main) {
            admission.ifPresent(webhook -> webhook.tell(main.getCamelContext()));
        }
    }
}
