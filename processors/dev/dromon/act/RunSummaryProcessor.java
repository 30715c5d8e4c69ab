package dev.dromon.act;

import dev.dromon.api.KeptnApp;
import dev.dromon.api.KeptnAppStatus;
import dev.dromon.api.KeptnWorkload;
import dev.dromon.api.KeptnWorkloadStatus;
import dev.dromon.api.SummaryStatus;
import dev.dromon.gather.Versions;
import dev.dromon.kube.ClusterWriter;
import dev.dromon.kube.ConditionMapper;
import dev.dromon.kube.Times;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/**
 * Body {@link KeptnApp} or {@link KeptnWorkload}: shows in its status the run of its newest version, for those who apply and wait for it. Written when that begins, ends,
 * becomes blocked or goes on. The body stays.
 */
public final class RunSummaryProcessor implements Processor {

    private final ClusterWriter writer;
    private final Versions versions;
    private final InstantSource clock;

    /** Writes through the writer. */
    public RunSummaryProcessor(ClusterWriter writer, Versions versions, InstantSource clock) {
        this.writer = writer;
        this.versions = versions;
        this.clock = clock;
    }

    @Override
    public void process(Exchange exchange) {
        HasMetadata body = exchange.getMessage().getBody(HasMetadata.class);
        String namespace = body.getMetadata().getNamespace();
        String name = body.getMetadata().getName();
        if (body instanceof KeptnApp app) {
            app.setStatus(Optional.ofNullable(app.getStatus()).orElseGet(KeptnAppStatus::new));
            show(app, app.getStatus(), app.getSpec().version, versions.newestOfApp(namespace, name));
        } else if (body instanceof KeptnWorkload workload) {
            workload.setStatus(Optional.ofNullable(workload.getStatus()).orElseGet(KeptnWorkloadStatus::new));
            show(workload, workload.getStatus(), workload.getSpec().version, versions.newest(namespace, name));
        }
    }

    private void show(HasMetadata owner, SummaryStatus status, String version, Optional<? extends HasMetadata> newest) {
        long generation = owner.getMetadata().getGeneration();
        List<Condition> conditions = newest.map(n -> ConditionMapper.summary(Outbox.run(n), n.getKind() + " " + n.getMetadata().getName(), generation, status.conditions, Times.now(clock)))
                .orElse(status.conditions);
        boolean same = version.equals(status.currentVersion) && Long.valueOf(generation).equals(status.observedGeneration) && conditions.equals(status.conditions);
        if (!same) {
            status.currentVersion = version;
            status.observedGeneration = generation;
            status.conditions = conditions;
            writer.updateStatus(owner);
        }
    }
}
