package dev.dromon.call;

import dev.dromon.api.CallStatus;
import dev.dromon.api.HttpTaskSpec;
import dev.dromon.api.KeptnTask;
import dev.dromon.api.KeptnTaskDefinitionSpec;
import dev.dromon.api.KeptnTaskStatus;
import dev.dromon.gather.Definitions;
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

    private final Definitions definitions;
    private final HttpCaller http;

    /** Checks by the caller. */
    CallCheckProcessor(Definitions definitions, HttpCaller http) {
        this.definitions = definitions;
        this.http = http;
    }

    @Override
    public void process(Exchange exchange) {
        TaskRun run = exchange.getMessage().getBody(TaskRun.class);
        Optional<KeptnTaskDefinitionSpec> spec = run.observation().calls() ? definitions.call(run.task()) : Optional.empty();
        if (spec.isEmpty()) {
            return;
        }
        try {
            http.check(run.task(), spec.get().http);
            record(run.task(), spec.get().http);
        } catch (CannotCall e) {
            e.again().ifPresent(again -> exchange.getMessage().setHeader(KubeHeaders.REQUEUE_AFTER, again));
            exchange.getMessage().setBody(new TaskRun(run.task(), run.observation().withProblem(e.blocker())));
        }
    }

    private static void record(KeptnTask task, HttpTaskSpec wanted) {
        KeptnTaskStatus status = Optional.ofNullable(task.getStatus()).orElseGet(KeptnTaskStatus::new);
        status.call = new CallStatus();
        status.call.http = wanted;
        task.setStatus(status);
    }
}
