package dev.dromon.act;

import dev.dromon.discovery.KeyReader;
import dev.dromon.gate.GateVerdict;
import dev.dromon.gather.Namespaces;
import dev.dromon.gather.PodSight;
import dev.dromon.gather.Pods;
import dev.dromon.kube.ClusterWriter;
import dev.dromon.kube.KubeHeaders;
import dev.dromon.kube.Times;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSchedulingGate;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Body {@link PodSight} of a pod that is to be released: takes our gate off, and only ours, by a patch that tests before it removes. The body stays. */
public final class PodReleaseProcessor implements Processor {

    private static final Logger LOG = LoggerFactory.getLogger(PodReleaseProcessor.class);
    private static final Duration AFTER_RACE = Duration.ofMillis(100);

    private final ClusterWriter writer;
    private final FlowListener listener;
    private final InstantSource clock;

    /** Patches through the writer. */
    public PodReleaseProcessor(ClusterWriter writer, FlowListener listener, InstantSource clock) {
        this.writer = writer;
        this.listener = listener;
        this.clock = clock;
    }

    @Override
    public void process(Exchange exchange) {
        PodSight sight = exchange.getMessage().getBody(PodSight.class);
        Pod pod = sight.pod();
        if (sight.verdict() == GateVerdict.RELEASE_OUTSIDE && !outside(pod)) {
            exchange.getMessage().setHeader(KubeHeaders.REQUEUE_AFTER, AFTER_RACE);
            return;
        }
        try {
            writer.jsonPatch(pod, patch(pod));
            listener.released(sight.verdict(), Took.between(Times.parse(pod.getMetadata().getCreationTimestamp()), Optional.of(clock.instant())));
            LOG.info("released kind=Pod namespace={} name={} reason={}", pod.getMetadata().getNamespace(), pod.getMetadata().getName(), sight.verdict());
        } catch (KubernetesClientException e) {
            if (!ClusterWriter.outdated(e)) {
                throw e;
            }
            LOG.debug("the pod changed meanwhile, looking again namespace={} name={} reason=\"{}\"", pod.getMetadata().getNamespace(), pod.getMetadata().getName(), e.getMessage());
            exchange.getMessage().setHeader(KubeHeaders.REQUEUE_AFTER, AFTER_RACE);
        }
    }

    /**
     * The API server gave the pod our gate because it saw an enabled namespace; before the cache is believed that it is not, the API server is asked. A pod with the
     * mark of a removed gate is outside whatever its namespace says.
     */
    private boolean outside(Pod pod) {
        return Pods.gateRemoved(pod) || writer.reread(Namespace.class, pod.getMetadata().getNamespace()).filter(Namespaces::enabled).isEmpty();
    }

    /** A pod without any annotations needs its map made, which must not overwrite one made meanwhile: then the whole version is tested. */
    private static String patch(Pod pod) {
        List<PodSchedulingGate> gates = pod.getSpec().getSchedulingGates();
        int place = IntStream.range(0, gates.size()).filter(i -> Pods.GATE.equals(gates.get(i).getName())).findFirst().orElseThrow();
        String gate = """
                {"op":"test","path":"/spec/schedulingGates/%1$d/name","value":"%2$s"},{"op":"remove","path":"/spec/schedulingGates/%1$d"}""".formatted(place, Pods.GATE);
        boolean annotated = pod.getMetadata().getAnnotations() != null && !pod.getMetadata().getAnnotations().isEmpty();
        String mark = annotated ? "{\"op\":\"add\",\"path\":\"/metadata/annotations/%s\",\"value\":\"true\"}".formatted(KeyReader.GATE_REMOVED.replace("/", "~1"))
                : "{\"op\":\"test\",\"path\":\"/metadata/resourceVersion\",\"value\":\"%s\"},{\"op\":\"add\",\"path\":\"/metadata/annotations\",\"value\":{\"%s\":\"true\"}}"
                        .formatted(pod.getMetadata().getResourceVersion(), KeyReader.GATE_REMOVED);
        return "[" + gate + "," + mark + "]";
    }
}
