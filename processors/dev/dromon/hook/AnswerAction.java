package dev.dromon.hook;

import com.fasterxml.jackson.databind.JsonNode;
import dev.dromon.api.KeptnTask;
import dev.dromon.api.WebhookTriggerSpec;
import dev.dromon.callback.AnswerReader;
import dev.dromon.callback.AnswerRecorder;
import dev.dromon.callback.NotNow;
import dev.dromon.http.Reply;
import dev.dromon.kube.Times;
import dev.dromon.task.CallbackAnswer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers a KeptnTask that waits: the proof is the trigger's, so no token is needed. What the task's record says is what is remembered: the same answer again is a repeat. */
public final class AnswerAction implements WebhookAction {

    private static final Logger LOG = LoggerFactory.getLogger(AnswerAction.class);
    private static final Duration PAUSE = Duration.ofSeconds(2);

    private final AnswerRecorder answers;
    private final InstantSource clock;

    /** Has answers recorded, as of the time that they come in. */
    public AnswerAction(AnswerRecorder answers, InstantSource clock) {
        this.answers = answers;
        this.clock = clock;
    }

    @Override
    public boolean asked(WebhookTriggerSpec spec) {
        return spec.answer != null;
    }

    @Override
    public Reply act(Order order) throws WebhookRefusal {
        WebhookTerms.Answer asked = order.terms().answer().orElseThrow();
        JsonNode body = order.delivery().body();
        String task = asked.task().nameIn(body).orElseThrow(AnswerAction::unknown);
        Optional<PayloadValue> message = asked.message();
        try {
            CallbackAnswer answer = AnswerReader.plain(asked.succeeded().in(body), message.isPresent() ? message.get().in(body) : "", Times.now(clock));
            return reply(order, answer, answers.byName(order.namespace(), task, answer));
        } catch (AnswerReader.NoAnswer e) {
            throw WebhookRefusal.unusable("answer." + e.getMessage());
        } catch (NotNow e) {
            throw WebhookRefusal.later("the answer could not be recorded", PAUSE);
        }
    }

    private static Reply reply(Order order, CallbackAnswer answer, AnswerRecorder.Result result) throws WebhookRefusal {
        return switch (result.verdict()) {
            case RECORD -> {
                KeptnTask task = result.task().orElseThrow();
                LOG.info("a delivery answers a task trigger={}/{} task={} outcome={}", order.namespace(), order.name(), task.getMetadata().getName(), answer.outcome());
                yield Replies.accepted(task);
            }
            case REPEATED -> Replies.repeated(result.task().orElseThrow());
            case ANSWERED -> throw WebhookRefusal.conflict("the task was answered already, and otherwise; nothing was changed");
            case LATE -> throw WebhookRefusal.gone("the task does not wait for an answer any more; nothing was changed");
            case UNKNOWN -> throw unknown();
        };
    }

    private static WebhookRefusal unknown() {
        return WebhookRefusal.unusable("no KeptnTask that answer.task names waits for an answer in the trigger's namespace");
    }
}
