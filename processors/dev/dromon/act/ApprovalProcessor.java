package dev.dromon.act;

import dev.dromon.api.ApprovedRevisions;
import dev.dromon.api.ApprovedRevisionsSpec;
import dev.dromon.gather.PodSight;
import dev.dromon.gather.Pods;
import dev.dromon.kube.ClusterWriter;
import dev.dromon.kube.KindCache;
import dev.dromon.kube.KubeCaches;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/**
 * Body {@link PodSight} of a pod that is to be released: lists its owner's uid and template among the approved ones of its namespace, where the admission policy finds it, so that
 * further pods of that version are not held, even while no replica of Dromon runs. Comes before the gate is taken off: a pod without it is not looked at again, so what
 * would be missing then would stay missing. Nothing is written when it is listed already.
 */
public final class ApprovalProcessor implements Processor {

    /** Name of the one list per namespace. */
    public static final String NAME = "dromon";
    /** Value of an entry for pods that name no workload. */
    static final String NOT_ANNOTATED = "not-annotated";

    private final ClusterWriter writer;
    private final KindCache<ApprovedRevisions> lists;

    /** Writes through the writer. */
    public ApprovalProcessor(ClusterWriter writer, KubeCaches caches) {
        this.writer = writer;
        this.lists = caches.of(ApprovedRevisions.class);
    }

    @Override
    public void process(Exchange exchange) {
        PodSight sight = exchange.getMessage().getBody(PodSight.class);
        String hash = Pods.templateHash(sight.pod());
        if (!sight.approvesRevision() || sight.owner().isEmpty() || hash.isEmpty()) {
            return;
        }
        approve(sight.pod().getMetadata().getNamespace(), sight.owner().get().getUid() + "." + hash, sight.version().map(v -> v.getMetadata().getName()).orElse(NOT_ANNOTATED));
    }

    private void approve(String namespace, String revision, String version) {
        Optional<ApprovedRevisions> list = lists.get(namespace, NAME);
        if (list.filter(l -> l.getSpec() != null && l.getSpec().revisions.containsKey(revision)).isPresent()) {
            return;
        }
        ApprovedRevisions wanted = new ApprovedRevisions();
        wanted.setMetadata(new ObjectMetaBuilder().withName(NAME).withNamespace(namespace).build());
        wanted.setSpec(new ApprovedRevisionsSpec());
        wanted.getSpec().revisions.put(revision, version);
        if (list.isPresent()) {
            add(wanted, revision, version);
        } else {
            create(wanted, revision, version);
        }
    }

    private void create(ApprovedRevisions wanted, String revision, String version) {
        ApprovedRevisions existing = writer.create(wanted);
        if (!existing.getSpec().revisions.containsKey(revision)) {
            add(wanted, revision, version);
        }
    }

    /** A merge patch of one key: what others add at the same time stays. The list may have been deleted meanwhile; then it is made anew at the next look. */
    private void add(ApprovedRevisions list, String revision, String version) {
        try {
            writer.mergePatch(list, "{\"spec\":{\"revisions\":{\"" + revision + "\":\"" + version + "\"}}}");
        } catch (KubernetesClientException e) {
            if (e.getCode() != HttpURLConnection.HTTP_NOT_FOUND) {
                throw e;
            }
            writer.create(list);
        }
    }
}
