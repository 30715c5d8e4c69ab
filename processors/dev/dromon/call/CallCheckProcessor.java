package dev.dromon.call;

import dev.dromon.api.CallStatus;
import dev.dromon.api.KeptnTask;
import dev.dromon.api.KeptnTaskDefinitionSpec;
import dev.dromon.api.KeptnTaskStatus;
import dev.dromon.gather.TaskGather.TaskRun;
import dev.dromon.kube.KubeHeaders;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/**
 * Body {@link TaskRun}: when the task is about to call something, adds to its status what that is, so that a later change of the definition does not reach it, or to
 * what was observed why it cannot be called.
 */
public final class CallCheckProcessor implements Processor {

    private final Caller caller;

    /** Checks by the caller. */
    CallCheckProcessor(Caller caller) {
        this.caller = caller;
    }

    @Override
    public void process(Exchange exchange) {
        TaskRun run = exchange.getMessage().getBody(TaskRun.class);
        Optional<KeptnTaskDefinitionSpec> spec = run.observation().calls() ? run.plan().call() : Optional.empty();
        if (spec.isEmpty()) {
            return;
        }
        CallStatus wanted = new CallStatus();
        wanted.http = spec.get().http;
        wanted.camel = spec.get().camel;
        try {
            caller.check(run.task(), wanted);
            record(run.task(), wanted);
        } catch (CannotCall e) {
            e.again().ifPresent(again -> exchange.getMessage().setHeader(KubeHeaders.REQUEUE_AFTER, again));
            exchange.getMessage().setBody(run.with(run.observation().withProblem(e.blocker())));
        }
    }

    private static void record(KeptnTask task, CallStatus wanted) {
        KeptnTaskStatus status = Optional.ofNullable(task.getStatus()).orElseGet(KeptnTaskStatus::new);
        status.call = wanted;
        task.setStatus(status);
    }
}
