package dev.dromon.gather;

import dev.dromon.api.CallbackSpec;
import dev.dromon.api.KeptnAppVersion;
import dev.dromon.api.KeptnTask;
import dev.dromon.api.KeptnWorkloadVersion;
import dev.dromon.kube.KindCache;
import dev.dromon.kube.KubeCaches;
import dev.dromon.kube.Times;
import dev.dromon.model.Blocker;
import dev.dromon.task.TaskStatus;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/** Body KeptnTask to {@link RequestRun}; null when its request needs no sending: it was taken or answered, the task is over or must not run any more, or its time is. */
public final class RequestGather implements Processor {

    private final KindCache<KeptnAppVersion> appVersions;
    private final KindCache<KeptnWorkloadVersion> workloadVersions;
    private final Definitions definitions;
    private final InstantSource clock;

    /** Reads through the given caches and readers. */
    public RequestGather(KubeCaches caches, Definitions definitions, InstantSource clock) {
        this.appVersions = caches.of(KeptnAppVersion.class);
        this.workloadVersions = caches.of(KeptnWorkloadVersion.class);
        this.definitions = definitions;
        this.clock = clock;
    }

    /**
     * A task whose request has to be sent.
     *
     * @param spec    where to; empty when the definition does not say any more
     * @param problem why it does not; empty otherwise
     * @param now     time of this look, microseconds
     */
    public record RequestRun(KeptnTask task, TaskStatus status, Optional<CallbackSpec> spec, Optional<Blocker> problem, Instant now) {
    }

    @Override
    public void process(Exchange exchange) {
        KeptnTask task = exchange.getMessage().getBody(KeptnTask.class);
        exchange.getMessage().setBody(open(task) ? observe(task) : null);
    }

    private boolean open(KeptnTask task) {
        return !Settled.requested(task) && TaskGather.cancelled(task, appVersions, workloadVersions).isEmpty()
                && TaskStatusMapper.read(task).callback().filter(c -> clock.instant().isBefore(c.deadline())).isPresent();
    }

    private RequestRun observe(KeptnTask task) {
        Optional<Blocker> problem = definitions.problem(task.getMetadata().getNamespace(), task.getSpec().taskDefinition);
        Optional<CallbackSpec> spec = definitions.callback(task).filter(s -> problem.isEmpty());
        return new RequestRun(task, TaskStatusMapper.read(task), spec, problem, Times.now(clock));
    }
}
