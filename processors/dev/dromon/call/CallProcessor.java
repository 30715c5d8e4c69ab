package dev.dromon.call;

import dev.dromon.gather.CallGather.CallRun;
import dev.dromon.kube.KubeHeaders;
import dev.dromon.task.CallOutcome;
import java.time.Duration;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Body {@link CallRun}: begins its attempt if it is time, and puts what came of it into exchange property {@link #OUTCOME}; nobody waits here for its end, which asks
 * for this look again. Body null: nothing is to be called (any more). The body stays.
 */
public final class CallProcessor implements Processor {

    /** Exchange property: {@link CallOutcome}. */
    static final String OUTCOME = "CamelDromonOutcome";

    private static final Logger LOG = LoggerFactory.getLogger(CallProcessor.class);
    /** Whoever makes room asks for those that wait; this is for the case that none of them needed it. */
    private static final Duration UNTIL_ROOM = Duration.ofSeconds(5);

    private final Calls calls;
    private final Caller caller;

    /** Begins attempts by the caller. */
    CallProcessor(Calls calls, Caller caller) {
        this.calls = calls;
        this.caller = caller;
    }

    @Override
    public void process(Exchange exchange) {
        CallRun run = exchange.getMessage().getBody(CallRun.class);
        String key = exchange.getMessage().getHeader(KubeHeaders.KEY, String.class);
        if (run == null) {
            calls.forget(key);
            return;
        }
        exchange.setProperty(OUTCOME, look(key, run, exchange.getMessage()));
    }

    private CallOutcome look(String key, CallRun run, Message message) {
        Optional<CallOutcome> ended = calls.outcome(key, run.call().key(), run.call().attempt());
        if (ended.isPresent() || calls.ongoing(key, run.call().key(), run.call().attempt())) {
            return ended.orElse(CallOutcome.NONE);
        }
        Optional<Duration> early = run.call().due().filter(due -> due.isAfter(run.now())).map(due -> Duration.between(run.now(), due));
        if (early.isPresent() || !calls.room(run.task().getMetadata().getNamespace(), key)) {
            message.setHeader(KubeHeaders.REQUEUE_AFTER, early.orElse(UNTIL_ROOM));
            return CallOutcome.NONE;
        }
        return begin(key, run, message);
    }

    private CallOutcome begin(String key, CallRun run, Message message) {
        try {
            calls.begun(key, run.call().key(), run.call().attempt(), caller.begin(run));
            LOG.info("an attempt has begun task={} key={} attempt={}", key, run.call().key(), run.call().attempt());
            return CallOutcome.BEGUN;
        } catch (CannotCall e) {
            e.again().ifPresent(again -> message.setHeader(KubeHeaders.REQUEUE_AFTER, again));
            return CallOutcome.waiting(e.blocker());
        }
    }
}
