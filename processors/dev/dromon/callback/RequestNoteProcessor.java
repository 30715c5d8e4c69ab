package dev.dromon.callback;

import dev.dromon.act.TaskStatusWriter;
import dev.dromon.gather.RequestGather.RequestRun;
import dev.dromon.kube.Times;
import dev.dromon.task.RequestDecider;
import dev.dromon.task.RequestOutcome;
import java.time.InstantSource;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/** Body {@link RequestRun}: writes what came of its request into the task's status, when that says something new. */
public final class RequestNoteProcessor implements Processor {

    private final TaskStatusWriter writer;
    private final InstantSource clock;

    /** Writes through the writer. */
    RequestNoteProcessor(TaskStatusWriter writer, InstantSource clock) {
        this.writer = writer;
        this.clock = clock;
    }

    @Override
    public void process(Exchange exchange) {
        RequestOutcome outcome = exchange.getProperty(RequestSendProcessor.OUTCOME, RequestOutcome.class);
        writer.update(exchange.getMessage().getBody(RequestRun.class).task(), before -> RequestDecider.decide(before, outcome, Times.now(clock)));
    }
}
