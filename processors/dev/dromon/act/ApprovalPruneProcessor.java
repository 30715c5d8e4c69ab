package dev.dromon.act;

import dev.dromon.api.ApprovedRevisions;
import dev.dromon.api.KeptnWorkloadVersion;
import dev.dromon.gather.Pods;
import dev.dromon.gather.Versions;
import dev.dromon.kube.ClusterWriter;
import dev.dromon.kube.KindCache;
import dev.dromon.kube.KubeCaches;
import io.fabric8.kubernetes.api.model.apps.ControllerRevision;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/** Body {@link ApprovedRevisions}: takes out entries whose ReplicaSet or ControllerRevision no longer exists, and those of versions that a newer one has replaced. */
public final class ApprovalPruneProcessor implements Processor {

    private final ClusterWriter writer;
    private final KindCache<ReplicaSet> replicaSets;
    private final KindCache<ControllerRevision> revisions;
    private final Versions versions;

    /** Writes through the writer. */
    public ApprovalPruneProcessor(ClusterWriter writer, KubeCaches caches, Versions versions) {
        this.writer = writer;
        this.versions = versions;
        this.replicaSets = caches.of(ReplicaSet.class);
        this.revisions = caches.of(ControllerRevision.class);
    }

    @Override
    public void process(Exchange exchange) {
        ApprovedRevisions list = exchange.getMessage().getBody(ApprovedRevisions.class);
        String namespace = list.getMetadata().getNamespace();
        Set<String> living = living(namespace);
        Map<String, String> revisions = list.getSpec() == null ? Map.of() : list.getSpec().revisions;
        List<String> stale = revisions.keySet().stream().filter(r -> !living.contains(r) || replaced(namespace, revisions.get(r))).toList();
        if (!stale.isEmpty()) {
            writer.mergePatch(list, stale.stream().map(r -> "\"" + r + "\":null").collect(Collectors.joining(",", "{\"spec\":{\"revisions\":{", "}}}")));
        }
    }

    /** Once a newer version of a workload is deployed, an earlier one that comes back is checked anew. */
    private boolean replaced(String namespace, String version) {
        if (ApprovalProcessor.NOT_ANNOTATED.equals(version)) {
            return false;
        }
        Optional<KeptnWorkloadVersion> approved = versions.workloadVersion(namespace, version);
        return approved.isEmpty() || versions.ofWorkload(namespace, approved.get().getSpec().workloadName).stream()
                .anyMatch(v -> Versions.sequence(v) > Versions.sequence(approved.get()) && Versions.deployed(v));
    }

    private Set<String> living(String namespace) {
        Set<String> living = new HashSet<>();
        replicaSets.list().stream().filter(r -> namespace.equals(r.getMetadata().getNamespace()))
                .forEach(r -> living.add(r.getMetadata().getUid() + "." + Pods.templateHash(r)));
        revisions.list().stream().filter(r -> namespace.equals(r.getMetadata().getNamespace()))
                .forEach(r -> r.getMetadata().getOwnerReferences().forEach(o -> living.add(o.getUid() + "." + Pods.revisionHash(r))));
        return living;
    }
}
