package dev.dromon.act;

import dev.dromon.api.KeptnApp;
import dev.dromon.api.KeptnAppCreationRequest;
import dev.dromon.api.KeptnAppCreationRequestSpec;
import dev.dromon.api.KeptnWorkload;
import dev.dromon.api.KeptnWorkloadSpec;
import dev.dromon.api.KeptnWorkloadVersion;
import dev.dromon.api.KeptnWorkloadVersionSpec;
import dev.dromon.gather.ManagedApps;
import dev.dromon.gather.Versions;
import dev.dromon.kube.ClusterWriter;
import dev.dromon.kube.KindCache;
import dev.dromon.kube.KubeCaches;
import dev.dromon.kube.KubeHeaders;
import dev.dromon.kube.StatusMapper;
import dev.dromon.model.Names;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/**
 * Body {@link KeptnWorkload}: makes the KeptnWorkloadVersion of its version, and asks for its app to be discovered where the app does not list that version. A
 * version that comes back (a rollback), or that ended badly and is listed by a newer revision of its app, gets another run. The body stays.
 */
public final class WorkloadVersionProcessor implements Processor {

    private static final Duration AFTER_OLD_CACHE = Duration.ofMillis(100);

    private final ClusterWriter writer;
    private final Versions versions;
    private final KindCache<KeptnAppCreationRequest> requests;
    private final KubernetesSerialization serialization;

    /** Writes through the writer. */
    public WorkloadVersionProcessor(ClusterWriter writer, Versions versions, KubeCaches caches, KubernetesSerialization serialization) {
        this.writer = writer;
        this.versions = versions;
        this.requests = caches.of(KeptnAppCreationRequest.class);
        this.serialization = serialization;
    }

    @Override
    public void process(Exchange exchange) {
        KeptnWorkload workload = exchange.getMessage().getBody(KeptnWorkload.class);
        ensureRequest(workload);
        if (!ensureVersion(workload)) {
            exchange.getMessage().setHeader(KubeHeaders.REQUEUE_AFTER, AFTER_OLD_CACHE);
        }
    }

    /** A version after others is made of what the workload is now: an old cache would take it for a rollback to a version that is over. False: look again. */
    private boolean ensureVersion(KeptnWorkload workload) {
        List<KeptnWorkloadVersion> all = versions.ofWorkload(workload.getMetadata().getNamespace(), workload.getMetadata().getName());
        Optional<KeptnWorkloadVersion> newest = all.stream().reduce((older, newer) -> newer);
        String version = workload.getSpec().version;
        boolean current = newest.filter(n -> version.equals(n.getSpec().version) && !tryAgain(n)).isPresent();
        if (!current && newest.isPresent() && !unchanged(workload)) {
            return false;
        }
        if (!current) {
            int attempt = 1 + all.stream().filter(v -> version.equals(v.getSpec().version)).mapToInt(v -> v.getSpec().attempt == null ? 1 : v.getSpec().attempt).max().orElse(0);
            writer.create(version(workload, newest, attempt));
        } else if (!StatusMapper.read(newest.get().getStatus()).ended()) {
            follow(workload, newest.get());
        }
        return true;
    }

    private boolean unchanged(KeptnWorkload workload) {
        return writer.reread(KeptnWorkload.class, workload.getMetadata().getNamespace(), workload.getMetadata().getName())
                .filter(now -> now.getMetadata().getGeneration().equals(workload.getMetadata().getGeneration())).isPresent();
    }

    private boolean tryAgain(KeptnWorkloadVersion newest) {
        return versions.listing(newest).filter(app -> Versions.tryAgain(newest, app)).isPresent();
    }

    private KeptnWorkloadVersion version(KeptnWorkload workload, Optional<KeptnWorkloadVersion> newest, int attempt) {
        KeptnWorkloadVersion version = new KeptnWorkloadVersion();
        version.setMetadata(new ObjectMetaBuilder().withName(Names.workloadVersion(workload.getMetadata().getName(), workload.getSpec().version, attempt))
                .withNamespace(workload.getMetadata().getNamespace()).withOwnerReferences(ClusterWriter.controlledBy(workload)).build());
        KeptnWorkloadVersionSpec spec = copy(workload);
        spec.workloadName = workload.getMetadata().getName();
        spec.previousVersion = newest.map(n -> n.getSpec().version).orElse(null);
        spec.attempt = attempt;
        spec.sequence = newest.map(Versions::sequence).orElse(0L) + 1;
        version.setSpec(spec);
        return version;
    }

    /** A run that has not ended follows changes of its workload that are not a new version: other checks, a restarted ReplicaSet. */
    private void follow(KeptnWorkload workload, KeptnWorkloadVersion newest) {
        KeptnWorkloadVersionSpec wanted = copy(workload);
        wanted.workloadName = newest.getSpec().workloadName;
        wanted.previousVersion = newest.getSpec().previousVersion;
        wanted.traceId = newest.getSpec().traceId;
        wanted.attempt = newest.getSpec().attempt;
        wanted.sequence = newest.getSpec().sequence;
        if (!serialization.asJson(wanted).equals(serialization.asJson(newest.getSpec()))) {
            KeptnWorkloadVersion changed = serialization.clone(newest);
            changed.setSpec(wanted);
            writer.update(changed);
        }
    }

    private static KeptnWorkloadVersionSpec copy(KeptnWorkload workload) {
        KeptnWorkloadSpec from = workload.getSpec();
        KeptnWorkloadVersionSpec spec = new KeptnWorkloadVersionSpec();
        spec.app = from.app;
        spec.version = from.version;
        spec.preDeploymentTasks = from.preDeploymentTasks;
        spec.postDeploymentTasks = from.postDeploymentTasks;
        spec.preDeploymentEvaluations = from.preDeploymentEvaluations;
        spec.postDeploymentEvaluations = from.postDeploymentEvaluations;
        spec.resourceReference = from.resourceReference;
        spec.metadata = from.metadata;
        return spec;
    }

    private void ensureRequest(KeptnWorkload workload) {
        String namespace = workload.getMetadata().getNamespace();
        Optional<KeptnApp> app = versions.app(namespace, workload.getSpec().app);
        boolean left = app.filter(a -> !ManagedApps.managed(a) || lists(a, workload)).isPresent();
        if (left || requests.get(namespace, workload.getSpec().app).isPresent()) {
            return;
        }
        KeptnAppCreationRequest request = new KeptnAppCreationRequest();
        request.setMetadata(new ObjectMetaBuilder().withName(workload.getSpec().app).withNamespace(namespace).withAnnotations(workload.getMetadata().getAnnotations()).build());
        request.setSpec(new KeptnAppCreationRequestSpec());
        request.getSpec().appName = workload.getSpec().app;
        writer.create(request);
    }

    private static boolean lists(KeptnApp app, KeptnWorkload workload) {
        return app.getSpec().workloads.stream().anyMatch(w -> Names.workload(app.getMetadata().getName(), w.name).equals(workload.getMetadata().getName())
                && workload.getSpec().version.equalsIgnoreCase(w.version));
    }
}
