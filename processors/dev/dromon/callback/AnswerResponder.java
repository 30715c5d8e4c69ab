package dev.dromon.callback;

import dev.dromon.api.KeptnTask;
import dev.dromon.gather.TaskStatusMapper;
import dev.dromon.http.Reply;
import dev.dromon.http.Request;
import dev.dromon.http.Responder;
import dev.dromon.kube.ApiFailure;
import dev.dromon.kube.Keys;
import dev.dromon.kube.Times;
import dev.dromon.task.AnswerDecider;
import dev.dromon.task.CallbackAnswer;
import dev.dromon.task.TaskStatus;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes answers to requests: records the first one in time, on whatever replica it comes in; the task is ended by its route. Rules: docs/reference/tasks.md, the answer. */
public final class AnswerResponder implements Responder {

    private static final Logger LOG = LoggerFactory.getLogger(AnswerResponder.class);
    private static final Pattern JSON = Pattern.compile("application/json\\s*(;\\s*charset\\s*=\\s*\"?utf-8\"?\\s*)?");
    private static final int TRIES = 5;

    private final AskedTasks tasks;
    private final InstantSource clock;

    /** Finds tasks by their tokens and writes their status. */
    AnswerResponder(AskedTasks tasks, InstantSource clock) {
        this.tasks = tasks;
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
            return reply(CallbackToken.hash(token), AnswerReader.read(request.body(), token, Times.now(clock)));
        } catch (AnswerReader.NoAnswer e) {
            return Reply.problem(400, "Bad Request", e.getMessage());
        } catch (AskedTasks.NotNow e) {
            return later();
        }
    }

    private Reply reply(String hash, CallbackAnswer answer) throws InterruptedException, AskedTasks.NotNow {
        Optional<KeptnTask> task = tasks.find(hash);
        for (int left = TRIES; left > 0 && task.isPresent(); left--) {
            TaskStatus status = TaskStatusMapper.read(task.get());
            AnswerDecider.Verdict verdict = AnswerDecider.decide(status, hash, answer);
            if (verdict != AnswerDecider.Verdict.RECORD) {
                return refusal(verdict, answer);
            }
            try {
                tasks.write(task.get(), AnswerDecider.recorded(status, answer));
                LOG.info("an answer was recorded task={} outcome={}", Keys.key(task.get()), outcome(answer));
                return taken(answer);
            } catch (KubernetesClientException e) {
                task = again(task.get(), e);
            }
        }
        return task.isPresent() ? later() : unknown();
    }

    /** The task as the API server has it, when somebody else changed or deleted it first. */
    private Optional<KeptnTask> again(KeptnTask task, KubernetesClientException failure) throws AskedTasks.NotNow {
        if (ApiFailure.conflict(failure) || ApiFailure.absent(failure)) {
            return tasks.reread(task);
        }
        LOG.warn("an answer cannot be recorded, its sender is told to come again task={} reason=\"{}\"", Keys.key(task), ApiFailure.reason(failure));
        throw new AskedTasks.NotNow();
    }

    private static Reply refusal(AnswerDecider.Verdict verdict, CallbackAnswer answer) {
        return switch (verdict) {
            case RECORD, REPEATED -> taken(answer);
            case ANSWERED -> Reply.problem(409, "Conflict", "the request was answered already, and otherwise; nothing was changed");
            case LATE -> Reply.problem(410, "Gone", "the task does not wait for an answer any more; nothing was changed");
            case UNKNOWN -> unknown();
        };
    }

    private static Reply taken(CallbackAnswer answer) {
        return Reply.json(200, Map.of("outcome", outcome(answer)));
    }

    private static String outcome(CallbackAnswer answer) {
        return answer.succeeded() ? "succeeded" : "failed";
    }

    private static Reply unknown() {
        return Reply.problem(404, "Not Found", "no task waits for an answer with this token");
    }

    private static Reply later() {
        return Reply.problem(503, "Service Unavailable", "the answer could not be recorded; send it again").with("Retry-After", "2");
    }
}
