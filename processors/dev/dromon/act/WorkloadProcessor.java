package dev.dromon.act;

import dev.dromon.api.KeptnWorkload;
import dev.dromon.api.KeptnWorkloadSpec;
import dev.dromon.api.ResourceReference;
import dev.dromon.discovery.WorkloadKeys;
import dev.dromon.gather.ManagedApps;
import dev.dromon.gather.PodSight;
import dev.dromon.gather.Pods;
import dev.dromon.gather.Versions;
import dev.dromon.kube.ClusterWriter;
import dev.dromon.kube.KubeHeaders;
import dev.dromon.model.Names;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/** Body {@link PodSight} of a pod of its workload's newest template: makes the KeptnWorkload say what the pod says. Nothing is written when it does already. The body stays. */
public final class WorkloadProcessor implements Processor {

    private static final Duration AFTER_OLD_CACHE = Duration.ofMillis(100);

    private final ClusterWriter writer;
    private final Versions versions;
    private final KubernetesSerialization serialization;

    /** Writes through the writer. */
    public WorkloadProcessor(ClusterWriter writer, Versions versions, KubernetesSerialization serialization) {
        this.writer = writer;
        this.versions = versions;
        this.serialization = serialization;
    }

    @Override
    public void process(Exchange exchange) {
        PodSight sight = exchange.getMessage().getBody(PodSight.class);
        KeptnWorkload wanted = workload(sight, sight.keys().orElseThrow(), sight.top().orElseThrow());
        Optional<KeptnWorkload> existing = versions.workload(wanted.getMetadata().getNamespace(), wanted.getMetadata().getName());
        if (existing.isEmpty()) {
            writer.create(wanted);
        } else if (!same(existing.get().getSpec(), wanted.getSpec())) {
            if (!current(sight.top().orElseThrow())) {
                exchange.getMessage().setHeader(KubeHeaders.REQUEUE_AFTER, AFTER_OLD_CACHE);
                return;
            }
            KeptnWorkload changed = serialization.clone(existing.get());
            changed.setSpec(wanted.getSpec());
            changed.getMetadata().setOwnerReferences(wanted.getMetadata().getOwnerReferences());
            changed.getMetadata().setAnnotations(wanted.getMetadata().getAnnotations());
            writer.update(changed);
        }
    }

    /** A workload that is there is changed only by what its user applied last: an old cache would take it back to a version that is over. */
    private boolean current(HasMetadata top) {
        return writer.reread(top.getClass(), top.getMetadata().getNamespace(), top.getMetadata().getName())
                .filter(now -> Objects.equals(now.getMetadata().getGeneration(), top.getMetadata().getGeneration())).isPresent();
    }

    private boolean same(KeptnWorkloadSpec one, KeptnWorkloadSpec other) {
        return serialization.asJson(one).equals(serialization.asJson(other));
    }

    /** It belongs to what its user applied: a ReplicaSet goes long before the workload does. */
    private static KeptnWorkload workload(PodSight sight, WorkloadKeys keys, HasMetadata top) {
        KeptnWorkload workload = new KeptnWorkload();
        workload.setMetadata(new ObjectMetaBuilder().withName(Names.workload(keys.app(), keys.workload())).withNamespace(sight.pod().getMetadata().getNamespace())
                .withAnnotations(keys.singleService() ? Map.of(ManagedApps.APP_TYPE, ManagedApps.SINGLE_SERVICE) : null)
                .withOwnerReferences(List.of(new OwnerReferenceBuilder().withApiVersion(top.getApiVersion()).withKind(top.getKind()).withName(top.getMetadata().getName())
                        .withUid(top.getMetadata().getUid()).build())).build());
        workload.setSpec(spec(sight, keys, sight.owner().orElseThrow()));
        return workload;
    }

    private static KeptnWorkloadSpec spec(PodSight sight, WorkloadKeys keys, OwnerReference owner) {
        KeptnWorkloadSpec spec = new KeptnWorkloadSpec();
        spec.app = keys.app();
        spec.version = keys.version();
        spec.preDeploymentTasks = keys.preDeploymentTasks();
        spec.postDeploymentTasks = keys.postDeploymentTasks();
        spec.preDeploymentEvaluations = keys.preDeploymentEvaluations();
        spec.postDeploymentEvaluations = keys.postDeploymentEvaluations();
        spec.metadata = new TreeMap<>(keys.metadata());
        spec.resourceReference = new ResourceReference();
        spec.resourceReference.uid = owner.getUid();
        spec.resourceReference.kind = owner.getKind();
        spec.resourceReference.name = owner.getName();
        spec.resourceReference.revision = Pods.templateHash(sight.pod());
        return spec;
    }
}
