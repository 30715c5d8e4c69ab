package dev.dromon.call;

import dev.dromon.act.TaskStatusWriter;
import dev.dromon.gather.CallGather.CallRun;
import dev.dromon.kube.Times;
import dev.dromon.task.CallDecider;
import dev.dromon.task.CallOutcome;
import java.time.InstantSource;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/** Body {@link CallRun}: writes what came of its attempt into the task's status, when that says something new. */
public final class CallNoteProcessor implements Processor {

    private final TaskStatusWriter writer;
    private final InstantSource clock;

    /** Writes through the writer. */
    CallNoteProcessor(TaskStatusWriter writer, InstantSource clock) {
        this.writer = writer;
        this.clock = clock;
    }

    @Override
    public void process(Exchange exchange) {
        CallRun run = exchange.getMessage().getBody(CallRun.class);
        CallOutcome outcome = exchange.getProperty(CallProcessor.OUTCOME, CallOutcome.class);
        writer.update(run.task(), before -> CallDecider.decide(before, run.call().attempt(), outcome, Times.now(clock)));
    }
}
