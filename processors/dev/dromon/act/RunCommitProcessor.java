package dev.dromon.act;

import dev.dromon.api.KeptnAppVersion;
import dev.dromon.api.KeptnAppVersionStatus;
import dev.dromon.api.KeptnWorkloadVersion;
import dev.dromon.api.KeptnWorkloadVersionStatus;
import dev.dromon.api.VersionStatus;
import dev.dromon.gather.VersionRun;
import dev.dromon.kube.ClusterWriter;
import dev.dromon.kube.ConditionMapper;
import dev.dromon.kube.KubeHeaders;
import dev.dromon.kube.StatusMapper;
import dev.dromon.model.CheckObservation;
import dev.dromon.model.Decision;
import dev.dromon.model.Phase;
import dev.dromon.model.RunStatus;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.time.Duration;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Body {@link Decision}: the one status write of a run, and when to look again. Nothing is written when nothing changed. */
public final class RunCommitProcessor implements Processor {

    private static final Logger LOG = LoggerFactory.getLogger(RunCommitProcessor.class);
    private static final Duration AFTER_REFUSAL = Duration.ofSeconds(10);

    private final ClusterWriter writer;
    private final DeliveryLedger ledger;
    private final FlowListener listener;

    /** Writes through the writer; counters of delivered events ride along. */
    public RunCommitProcessor(ClusterWriter writer, DeliveryLedger ledger, FlowListener listener) {
        this.writer = writer;
        this.ledger = ledger;
        this.listener = listener;
    }

    @Override
    public void process(Exchange exchange) {
        Decision decision = exchange.getMessage().getBody(Decision.class);
        VersionRun run = exchange.getProperty(FlowProperties.RUN, VersionRun.class);
        if (decision.changed()) {
            write(run, decision);
        }
        requeueAfter(decision).ifPresent(after -> exchange.getMessage().setHeader(KubeHeaders.REQUEUE_AFTER, after));
    }

    private void write(VersionRun run, Decision decision) {
        HasMetadata version = run.version();
        VersionStatus status = fill(version, decision.status());
        if (decision.status().transitions().size() > decision.observation().status().transitions().size()) {
            run.basis().note(status);
        }
        status.conditions = ConditionMapper.conditions(decision.status(), status.conditions, decision.observation().now());
        status.delivered = ledger.delivered(version, status.delivered);
        writer.updateStatus(version);
        RunStatus before = decision.observation().status();
        listener.committed(version.getKind(), before, decision.status());
        if (!before.currentPhase().equals(decision.status().currentPhase()) || before.state() != decision.status().state()) {
            LOG.info("moved kind={} namespace={} name={} phase={} state={} from={} reason=\"{}\"", version.getKind(), version.getMetadata().getNamespace(),
                    version.getMetadata().getName(), decision.status().currentPhase().map(Phase::wire).orElse("-"), decision.status().state().wire(),
                    before.currentPhase().map(Phase::wire).orElse("-"), decision.status().blocker().map(b -> b.reason()).orElse(""));
        }
    }

    private static VersionStatus fill(HasMetadata version, RunStatus run) {
        if (version instanceof KeptnAppVersion app) {
            KeptnAppVersionStatus status = Optional.ofNullable(app.getStatus()).orElseGet(KeptnAppVersionStatus::new);
            StatusMapper.write(run, status);
            app.setStatus(status);
            return status;
        }
        KeptnWorkloadVersion workload = (KeptnWorkloadVersion) version;
        KeptnWorkloadVersionStatus status = Optional.ofNullable(workload.getStatus()).orElseGet(KeptnWorkloadVersionStatus::new);
        StatusMapper.write(run, status);
        workload.setStatus(status);
        return status;
    }

    private static Optional<Duration> requeueAfter(Decision decision) {
        boolean refused = decision.observation().checks().stream().flatMap(c -> c.problem().stream()).anyMatch(p -> p.reason().equals(CheckCreateProcessor.REFUSED));
        if (refused && !decision.status().ended()) {
            return Optional.of(decision.requeueAfter().filter(d -> d.compareTo(AFTER_REFUSAL) < 0).orElse(AFTER_REFUSAL));
        }
        return decision.requeueAfter();
    }
}
