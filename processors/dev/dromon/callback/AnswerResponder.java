package dev.dromon.callback;

import dev.dromon.http.Reply;
import dev.dromon.http.Request;
import dev.dromon.http.Responder;
import dev.dromon.kube.Keys;
import dev.dromon.kube.Times;
import dev.dromon.task.CallbackAnswer;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes answers to requests: records the first one in time, on whatever replica it comes in; the task is ended by its route. Rules: docs/reference/tasks.md, the answer. */
public final class AnswerResponder implements Responder {

    private static final Logger LOG = LoggerFactory.getLogger(AnswerResponder.class);
    private static final Pattern JSON = Pattern.compile("application/json\\s*(;\\s*charset\\s*=\\s*\"?utf-8\"?\\s*)?");

    private final AnswerRecorder answers;
    private final InstantSource clock;

    /** Has answers recorded by their tokens. */
    AnswerResponder(AnswerRecorder answers, InstantSource clock) {
        this.answers = answers;
        this.clock = clock;
    }

    @Override
    public Reply reply(Request request) throws InterruptedException {
        String token = request.path().size() == 2 ? request.path().get(1) : "";
        if (request.header("Content-Type").filter(t -> JSON.matcher(t.strip().toLowerCase(Locale.ROOT)).matches()).isEmpty()) {
            return Reply.problem(415, "Unsupported Media Type", "an answer has Content-Type: application/json");
        }
        if (!CallbackToken.shaped(token)) {
            return unknown();
        }
        try {
            CallbackAnswer answer = AnswerReader.read(request.body(), token, Times.now(clock));
            return reply(answers.byToken(token, answer), answer);
        } catch (AnswerReader.NoAnswer e) {
            return Reply.problem(400, "Bad Request", e.getMessage());
        } catch (NotNow e) {
            return Reply.problem(503, "Service Unavailable", "the answer could not be recorded; send it again").with("Retry-After", "2");
        }
    }

    private static Reply reply(AnswerRecorder.Result result, CallbackAnswer answer) {
        return switch (result.verdict()) {
            case RECORD -> {
                LOG.info("an answer was recorded task={} outcome={}", Keys.key(result.task().orElseThrow()), answer.outcome());
                yield taken(answer);
            }
            case REPEATED -> taken(answer);
            case ANSWERED -> Reply.problem(409, "Conflict", "the request was answered already, and otherwise; nothing was changed");
            case LATE -> Reply.problem(410, "Gone", "the task does not wait for an answer any more; nothing was changed");
            case UNKNOWN -> unknown();
        };
    }

    private static Reply taken(CallbackAnswer answer) {
        return Reply.json(200, Map.of("outcome", answer.outcome()));
    }

    private static Reply unknown() {
        return Reply.problem(404, "Not Found", "no task waits for an answer with this token");
    }
}
