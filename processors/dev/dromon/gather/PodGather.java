package dev.dromon.gather;

import dev.dromon.api.KeptnWorkloadVersion;
import dev.dromon.discovery.KeyReader;
import dev.dromon.discovery.PodObservation;
import dev.dromon.discovery.WorkloadKeys;
import dev.dromon.gate.GateDecider;
import dev.dromon.gate.GateObservation;
import dev.dromon.kube.KindCache;
import dev.dromon.kube.KubeCaches;
import dev.dromon.kube.StatusMapper;
import dev.dromon.model.Names;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.List;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/** Body Pod to {@link PodSight}. */
public final class PodGather implements Processor {

    private final KindCache<Namespace> namespaces;
    private final Owners owners;
    private final Versions versions;

    /** Looks into the given caches. */
    public PodGather(KubeCaches caches, Versions versions) {
        this.namespaces = caches.of(Namespace.class);
        this.owners = new Owners(caches);
        this.versions = versions;
    }

    @Override
    public void process(Exchange exchange) {
        exchange.getMessage().setBody(look(exchange.getMessage().getBody(Pod.class)));
    }

    /** What there is to see of a pod. Never throws. */
    PodSight look(Pod pod) {
        String namespace = pod.getMetadata().getNamespace();
        Owners.Ownership above = owners.of(pod);
        PodObservation seen = Pods.observe(pod, speaker(above));
        Optional<WorkloadKeys> keys = above.reference().isPresent() ? KeyReader.read(seen) : Optional.empty();
        Optional<KeptnWorkloadVersion> version = keys.flatMap(k -> version(namespace, k, above.newest()));
        GateObservation gate = new GateObservation(Pods.gated(pod), enabled(namespace), KeyReader.gateRemoved(seen.pod()), managed(pod, above, keys),
                version.map(v -> StatusMapper.read(v.getStatus())));
        return new PodSight(pod, GateDecider.decide(gate), above.reference(), above.top(), keys, above.newest() && above.fresh(), version);
    }

    /** The object above speaks for pods of its newest template; for older ones only what its annotations were when that template was made. */
    private static Optional<HasMetadata> speaker(Owners.Ownership above) {
        return above.newest() ? above.top() : above.template();
    }

    /** Whether a pod belongs to a workload of ours; empty when that cannot be told yet. An old pod of an owner that has become ours since is not let go unasked. */
    private static Optional<Boolean> managed(Pod pod, Owners.Ownership above, Optional<WorkloadKeys> keys) {
        if (!above.readable()) {
            return Optional.empty();
        }
        boolean since = keys.isEmpty() && !above.newest() && KeyReader.read(Pods.observe(pod, above.top())).isPresent();
        return since ? Optional.empty() : Optional.of(keys.isPresent());
    }

    private Optional<Boolean> enabled(String namespace) {
        return namespaces.get(null, namespace).map(Namespaces::enabled);
    }

    /** The newest run of the pod's own version. For a pod of the newest template that must be the newest of all runs: a version that comes back is checked anew. */
    private Optional<KeptnWorkloadVersion> version(String namespace, WorkloadKeys keys, boolean newestTemplate) {
        List<KeptnWorkloadVersion> runs = versions.ofWorkload(namespace, Names.workload(keys.app(), keys.workload()));
        List<KeptnWorkloadVersion> candidates = newestTemplate && !runs.isEmpty() ? runs.subList(runs.size() - 1, runs.size()) : runs;
        return candidates.stream().filter(v -> keys.version().equals(v.getSpec().version)).reduce((older, newer) -> newer);
    }
}
