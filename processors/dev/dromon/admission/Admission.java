package dev.dromon.admission;

import dev.dromon.act.ApprovalProcessor;
import dev.dromon.api.ApprovedRevisions;
import dev.dromon.http.HttpServer;
import dev.dromon.http.ResponderProcessor;
import dev.dromon.http.ServingCertificate;
import dev.dromon.kube.ClusterWriter;
import dev.dromon.kube.KindCache;
import dev.dromon.kube.KubeCaches;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.health.HealthCheckRegistry;

/** The admission webhook of one replica: its server, its certificate, and who judges. Every replica has one, whoever leads. */
public final class Admission implements AutoCloseable {

    /** Scheme of the endpoints that the server serves. */
    static final String SCHEME = "admission";

    private static final String SERVICE = "dromon-webhook";
    private static final int THREADS = 16;
    /** An AdmissionReview of an update has an object twice, and API servers take requests of 3 MiB. */
    private static final int BODY_BYTES = 7 * 1024 * 1024;
    /** Of the 5 s that API servers wait. */
    private static final Duration ASKING = Duration.ofSeconds(3);

    private final ServingCertificate serving = new ServingCertificate();
    private final HttpServer server;
    private final CertificateHealthCheck health;
    private final EnabledNamespaces namespaces;
    private final Map<String, Object> beans;
    private final Optional<MountedCertificate> mounted;
    private final Optional<OwnCertificate> own;

    /**
     * What is served.
     *
     * @param port      1 to 65535
     * @param directory where somebody else puts the certificate; empty when Dromon makes it
     * @param lifetime  of a certificate that Dromon makes
     */
    public record Terms(int port, Optional<Path> directory, Duration lifetime) {
    }

    /**
     * Whom it is for.
     *
     * @param namespace Dromon's own
     * @param watched   the only namespace that is looked after; empty for all
     */
    public record Scope(String namespace, Optional<String> watched) {
    }

    /** What it works with. */
    public record Parts(KubernetesClient client, KubeCaches caches, ClusterWriter writer, InstantSource clock) {
    }

    /** Tries the port; throws {@link HttpServer.CannotListenException}. Nothing listens or is asked yet. */
    public Admission(Terms terms, Scope scope, Parts parts) {
        this.server = new HttpServer(new HttpServer.Terms(SCHEME, "dromon.admission.port", terms.port(), THREADS, BODY_BYTES, Optional.of(serving)));
        this.health = new CertificateHealthCheck(serving, parts.clock());
        this.namespaces = new EnabledNamespaces(parts.caches().of(Namespace.class), name -> parts.writer().reread(Namespace.class, name), ASKING);
        KindCache<ApprovedRevisions> lists = parts.caches().of(ApprovedRevisions.class);
        Admitter pods = new PodAdmitter(scope.watched(), namespaces, namespace -> approved(lists, namespace));
        this.beans = Map.of("admitPod", new ResponderProcessor("POST", new AdmissionResponder(pods)),
                "signIntervention", new ResponderProcessor("POST", new AdmissionResponder(new InterventionAdmitter())));
        this.mounted = terms.directory().map(directory -> new MountedCertificate(directory, serving));
        this.own = mounted.isPresent() ? Optional.empty() : Optional.of(new OwnCertificate(new OwnCertificate.Parts(parts.client(), parts.caches(), parts.clock()),
                new OwnCertificate.Terms(scope.namespace(), SERVICE, terms.lifetime()), serving));
    }

    private static Set<String> approved(KindCache<ApprovedRevisions> lists, String namespace) {
        return lists.get(namespace, ApprovalProcessor.NAME).filter(list -> list.getSpec() != null).map(list -> Set.copyOf(list.getSpec().revisions.keySet())).orElse(Set.of());
    }

    /** Bean name to what the routes name. */
    public Map<String, Object> beans() {
        return beans;
    }

    /** Will listen for the routes of a context, from its start to its end, and gets or makes the certificate now. */
    public void serve(CamelContext context) {
        server.serve(context);
        mounted.ifPresent(MountedCertificate::begin);
        own.ifPresent(OwnCertificate::begin);
    }

    /** Makes readiness of the context depend on the certificate. */
    public void tell(CamelContext context) {
        HealthCheckRegistry.get(context).register(health);
    }

    /** Ends all connections and watches. */
    @Override
    public void close() {
        own.ifPresent(OwnCertificate::close);
        mounted.ifPresent(MountedCertificate::close);
        server.close();
        namespaces.close();
    }
}
