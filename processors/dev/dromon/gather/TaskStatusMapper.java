package dev.dromon.gather;

import dev.dromon.api.CallStatus;
import dev.dromon.api.CallbackStatus;
import dev.dromon.api.KeptnTask;
import dev.dromon.api.KeptnTaskStatus;
import dev.dromon.kube.Times;
import dev.dromon.model.State;
import dev.dromon.task.Call;
import dev.dromon.task.Callback;
import dev.dromon.task.CallbackAnswer;
import dev.dromon.task.TaskOutcome;
import dev.dromon.task.TaskStatus;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Optional;

/** Between the status of a KeptnTask and what is decided on. Never throws. */
public final class TaskStatusMapper {

    private static final String SUCCEEDED = "succeeded";

    private TaskStatusMapper() {
    }

    /** What is recorded of a task. A deadline that cannot be read has passed. */
    public static TaskStatus read(KeptnTask task) {
        KeptnTaskStatus status = task.getStatus();
        return status == null ? TaskStatus.NEW : new TaskStatus(State.of(status.status), or(status.jobName), or(status.reason), or(status.message), Times.parse(status.startTime),
                Times.parse(status.endTime), Optional.ofNullable(status.callback).map(TaskStatusMapper::callback), outcome(status),
                Optional.ofNullable(status.call).filter(c -> c.attempt != null).map(c -> call(task.getMetadata().getUid(), c)));
    }

    /** The key ends in the number of an attempt; one that cannot be read has the number of this one. */
    private static Call call(String task, CallStatus wire) {
        String number = or(wire.idempotencyKey).replaceFirst("^.*-", "");
        int keyed = number.matches("[1-9][0-9]{0,8}") ? Integer.parseInt(number) : wire.attempt;
        return new Call(task, wire.attempt, keyed, Times.parse(wire.deadline).orElse(Instant.EPOCH), Times.parse(wire.due));
    }

    private static Optional<TaskOutcome> outcome(KeptnTaskStatus wire) {
        return Optional.ofNullable(wire.attempts).map(attempts -> new TaskOutcome(attempts, or(wire.podName), Optional.ofNullable(wire.exitCode), or(wire.output)));
    }

    private static Callback callback(CallbackStatus wire) {
        Optional<CallbackAnswer> answer = Times.parse(wire.answered).map(time -> new CallbackAnswer(time, SUCCEEDED.equals(wire.outcome), or(wire.message), wire.values));
        return new Callback(or(wire.tokenHash), Times.parse(wire.deadline).orElse(Instant.EPOCH), Times.parse(wire.requested), answer);
    }

    /** Writes it into the object; what it does not know stays. */
    public static void write(KeptnTask task, TaskStatus status) {
        KeptnTaskStatus wire = Optional.ofNullable(task.getStatus()).orElseGet(KeptnTaskStatus::new);
        wire.status = status.state().wire();
        wire.jobName = orNull(status.jobName());
        wire.reason = orNull(status.reason());
        wire.message = orNull(status.message());
        wire.startTime = status.start().map(Times::micros).orElse(null);
        wire.endTime = status.end().map(Times::micros).orElse(null);
        status.outcome().ifPresent(outcome -> {
            wire.attempts = outcome.attempts();
            wire.podName = orNull(outcome.pod());
            wire.exitCode = outcome.exitCode().orElse(null);
            wire.output = orNull(outcome.output());
        });
        status.callback().ifPresent(callback -> {
            wire.callback = Optional.ofNullable(wire.callback).orElseGet(CallbackStatus::new);
            write(wire.callback, callback);
        });
        status.call().ifPresent(call -> {
            wire.call = Optional.ofNullable(wire.call).orElseGet(CallStatus::new);
            write(wire.call, call);
        });
        task.setStatus(wire);
    }

    private static void write(CallStatus wire, Call call) {
        wire.attempt = call.attempt();
        wire.idempotencyKey = call.key();
        wire.deadline = Times.micros(call.deadline());
        wire.due = call.due().map(Times::micros).orElse(null);
    }

    private static void write(CallbackStatus wire, Callback callback) {
        wire.tokenHash = callback.tokenHash();
        wire.deadline = Times.micros(callback.deadline());
        wire.requested = callback.requested().map(Times::micros).orElse(null);
        callback.answer().ifPresent(answer -> {
            wire.answered = Times.micros(answer.time());
            wire.outcome = answer.outcome();
            wire.message = orNull(answer.message());
            wire.values = new LinkedHashMap<>(answer.values());
        });
    }

    private static String or(String text) {
        return text == null ? "" : text;
    }

    private static String orNull(String text) {
        return text.isEmpty() ? null : text;
    }
}
