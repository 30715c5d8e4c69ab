package dev.dromon.gather;

import dev.dromon.api.CallStatus;
import dev.dromon.api.KeptnAppVersion;
import dev.dromon.api.KeptnTask;
import dev.dromon.api.KeptnWorkloadVersion;
import dev.dromon.kube.KindCache;
import dev.dromon.kube.KubeCaches;
import dev.dromon.kube.Times;
import dev.dromon.task.Call;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/** Body KeptnTask to {@link CallRun}; null when nothing is to be called for it: it is over or must not run any more, or its time is. */
public final class CallGather implements Processor {

    private final KindCache<KeptnAppVersion> appVersions;
    private final KindCache<KeptnWorkloadVersion> workloadVersions;
    private final InstantSource clock;

    /** Reads through the given caches. */
    public CallGather(KubeCaches caches, InstantSource clock) {
        this.appVersions = caches.of(KeptnAppVersion.class);
        this.workloadVersions = caches.of(KeptnWorkloadVersion.class);
        this.clock = clock;
    }

    /**
     * A task with an attempt that is recorded and has no end yet.
     *
     * @param wanted what is called, as it was recorded
     * @param call   how far it is
     * @param now    time of this look, microseconds
     */
    public record CallRun(KeptnTask task, CallStatus wanted, Call call, Instant now) {
    }

    @Override
    public void process(Exchange exchange) {
        KeptnTask task = exchange.getMessage().getBody(KeptnTask.class);
        exchange.getMessage().setBody(open(task) ? observe(task) : null);
    }

    private boolean open(KeptnTask task) {
        return !Settled.called(task) && TaskGather.cancelled(task, appVersions, workloadVersions).isEmpty();
    }

    private CallRun observe(KeptnTask task) {
        Instant now = Times.now(clock);
        Optional<Call> call = TaskStatusMapper.read(task).call().filter(c -> now.isBefore(c.deadline()));
        return call.map(c -> new CallRun(task, task.getStatus().call, c, now)).orElse(null);
    }
}
