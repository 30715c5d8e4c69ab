package dev.dromon.act;

import dev.dromon.gather.InterventionReader;
import dev.dromon.gather.VersionRun;
import dev.dromon.kube.ClusterWriter;
import dev.dromon.model.Decision;
import dev.dromon.model.Intervention;
import dev.dromon.model.RunStatus;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Body {@link Decision}, after its status was written: takes the annotations off by which people asked for something that is recorded now, done or refused. What was asked
 * anew meanwhile stays, because the patch tests what it takes off. The body stays.
 */
public final class InterventionProcessor implements Processor {

    private static final Logger LOG = LoggerFactory.getLogger(InterventionProcessor.class);

    private final ClusterWriter writer;

    /** Patches through the writer. */
    public InterventionProcessor(ClusterWriter writer) {
        this.writer = writer;
    }

    @Override
    public void process(Exchange exchange) {
        RunStatus status = exchange.getMessage().getBody(Decision.class).status();
        HasMetadata version = exchange.getProperty(FlowProperties.RUN, VersionRun.class).version();
        InterventionReader.read(version).stream().filter(asked -> settled(version, status, asked)).forEach(asked -> takeOff(version, asked));
    }

    private static boolean settled(HasMetadata version, RunStatus status, Intervention asked) {
        boolean recorded = status.recorded(asked.id()).isPresent();
        if (!recorded && status.askedEnough()) {
            LOG.warn("a run does nothing more that is asked by annotation after {} times kind={} namespace={} name={} verb={}", Intervention.LIMIT, version.getKind(),
                    version.getMetadata().getNamespace(), version.getMetadata().getName(), asked.verb().wire());
        }
        return recorded || status.askedEnough();
    }

    private void takeOff(HasMetadata version, Intervention asked) {
        try {
            writer.jsonPatch(version, patch(version.getMetadata().getAnnotations(), asked.verb()));
        } catch (KubernetesClientException e) {
            if (!ClusterWriter.outdated(e)) {
                throw e;
            }
            LOG.debug("asked anew meanwhile, or gone namespace={} name={} verb={}", version.getMetadata().getNamespace(), version.getMetadata().getName(), asked.verb().wire());
        }
    }

    private static String patch(Map<String, String> annotations, Intervention.Verb verb) {
        List<String> keys = List.of(InterventionReader.signature(verb), InterventionReader.key(verb)).stream().filter(annotations::containsKey).toList();
        return keys.stream().map(key -> remove(key, annotations.get(key))).collect(Collectors.joining(",", "[", "]"));
    }

    private static String remove(String key, String value) {
        String path = "/metadata/annotations/" + key.replace("/", "~1");
        return "{\"op\":\"test\",\"path\":\"%1$s\",\"value\":%2$s},{\"op\":\"remove\",\"path\":\"%1$s\"}".formatted(path, Json.line(value));
    }
}
