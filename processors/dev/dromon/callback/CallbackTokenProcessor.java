package dev.dromon.callback;

import dev.dromon.gather.TaskGather.TaskRun;
import dev.dromon.kube.KubeHeaders;
import dev.dromon.model.Blocker;
import dev.dromon.task.TaskObservation;
import java.time.Duration;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/** Body {@link TaskRun}: adds the hash of the token when the task is about to ask somebody, or why nobody can be asked, with a time to look again. */
public final class CallbackTokenProcessor implements Processor {

    /** Nobody tells of a Secret that can be read again. */
    static final Duration AGAIN = Duration.ofSeconds(10);

    private final CallbackKey key;
    private final boolean served;

    /** Makes tokens with the key; without an HTTP server nobody could answer, so nobody is asked. */
    public CallbackTokenProcessor(CallbackKey key, boolean served) {
        this.key = key;
        this.served = served;
    }

    @Override
    public void process(Exchange exchange) {
        TaskRun run = exchange.getMessage().getBody(TaskRun.class);
        if (!run.observation().asks()) {
            return;
        }
        TaskObservation observation = observe(run);
        if (observation.problem().isPresent()) {
            exchange.getMessage().setHeader(KubeHeaders.REQUEUE_AFTER, AGAIN);
        }
        exchange.getMessage().setBody(run.with(observation));
    }

    private TaskObservation observe(TaskRun run) {
        if (!served) {
            return run.observation().withProblem(Blocker.stuck("CallbackUnavailable",
                    "expected an HTTP server that takes the answer, found that setting dromon.http.port is empty; set it"));
        }
        try {
            return run.observation().withToken(CallbackToken.hash(CallbackToken.of(key.read(), run.task().getMetadata().getUid())));
        } catch (CallbackKey.NoKey e) {
            return run.observation().withProblem(e.blocker());
        }
    }
}
