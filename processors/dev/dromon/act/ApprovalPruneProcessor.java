package dev.dromon.act;

import dev.dromon.api.ApprovedRevisions;
import dev.dromon.gather.Pods;
import dev.dromon.kube.ClusterWriter;
import dev.dromon.kube.KindCache;
import dev.dromon.kube.KubeCaches;
import io.fabric8.kubernetes.api.model.apps.ControllerRevision;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/** Body {@link ApprovedRevisions}: takes out entries whose ReplicaSet or ControllerRevision no longer exists, so that the list stays as short as the namespace's history. */
public final class ApprovalPruneProcessor implements Processor {

    private final ClusterWriter writer;
    private final KindCache<ReplicaSet> replicaSets;
    private final KindCache<ControllerRevision> revisions;

    /** Writes through the writer. */
    public ApprovalPruneProcessor(ClusterWriter writer, KubeCaches caches) {
        this.writer = writer;
        this.replicaSets = caches.of(ReplicaSet.class);
        this.revisions = caches.of(ControllerRevision.class);
    }

    @Override
    public void process(Exchange exchange) {
        ApprovedRevisions list = exchange.getMessage().getBody(ApprovedRevisions.class);
        String namespace = list.getMetadata().getNamespace();
        Set<String> living = living(namespace);
        List<String> stale = list.getSpec() == null ? List.of() : list.getSpec().revisions.keySet().stream().filter(r -> !living.contains(r)).toList();
        if (!stale.isEmpty()) {
            writer.mergePatch(list, stale.stream().map(r -> "\"" + r + "\":null").collect(Collectors.joining(",", "{\"spec\":{\"revisions\":{", "}}}")));
        }
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
