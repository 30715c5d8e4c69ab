package dev.dromon.call;

import dev.dromon.task.CallOutcome;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.apache.camel.CamelContext;
import org.apache.camel.support.LifecycleStrategySupport;

/**
 * The attempts that this process has begun, by the key of their task, and how they ended: memory, lost with the process, which then begins them again with the same
 * idempotency key. Thread-safe.
 */
public final class Calls extends LifecycleStrategySupport {

    private static final int ROOM = 128;
    /** One namespace whose servers hang leaves room for others. */
    private static final int ROOM_OF_NAMESPACE = 32;

    private final Consumer<String> ask;
    private final Runnable close;
    private final Map<String, Attempt> attempts = new HashMap<>();
    private final Set<String> waiting = new LinkedHashSet<>();
    private boolean closed;

    /**
     * An attempt that has begun.
     *
     * @param outcome how it ends; never fails
     * @param leave   ends it before
     */
    record Begun(CompletableFuture<CallOutcome> outcome, Runnable leave) {
    }

    private record Attempt(String idempotencyKey, int number, Begun begun) {

        boolean is(String key, int wanted) {
            return idempotencyKey.equals(key) && number == wanted;
        }

        boolean ended() {
            return begun.outcome().isDone();
        }
    }

    /** Whoever is given the key of a task must only enqueue; close ends all connections when the process ends, after nobody listens to what they say any more. */
    Calls(Consumer<String> ask, Runnable close) {
        this.ask = ask;
        this.close = close;
    }

    /** How the attempt ended; empty when it has not, or has not begun here. */
    synchronized Optional<CallOutcome> outcome(String task, String idempotencyKey, int number) {
        return Optional.ofNullable(attempts.get(task)).filter(a -> a.is(idempotencyKey, number)).filter(Attempt::ended).map(a -> a.begun().outcome().join());
    }

    /** Whether the attempt is under way. */
    synchronized boolean ongoing(String task, String idempotencyKey, int number) {
        return Optional.ofNullable(attempts.get(task)).filter(a -> a.is(idempotencyKey, number)).filter(a -> !a.ended()).isPresent();
    }

    /** Whether another attempt may begin for a task of that namespace; if not, its key is asked for when that may be so. */
    synchronized boolean room(String namespace, String task) {
        List<String> ongoing = attempts.entrySet().stream().filter(e -> !e.getValue().ended()).map(Map.Entry::getKey).toList();
        long ofNamespace = ongoing.stream().filter(key -> key.startsWith(namespace + "/")).count();
        boolean room = !closed && ongoing.size() < ROOM && ofNamespace < ROOM_OF_NAMESPACE;
        if (!room) {
            waiting.add(task);
        }
        return room;
    }

    /** Keeps an attempt in mind that has begun, in place of an earlier one of the task. */
    void begun(String task, String idempotencyKey, int number, Begun begun) {
        forget(task);
        boolean late;
        synchronized (this) {
            late = closed;
            if (!closed) {
                attempts.put(task, new Attempt(idempotencyKey, number, begun));
            }
        }
        if (late) {
            begun.leave().run();
            return;
        }
        // A failure is a bug, which the look that is asked for shows.
        begun.outcome().whenComplete((outcome, bug) -> ended(task));
    }

    private void ended(String task) {
        List<String> next = new ArrayList<>();
        synchronized (this) {
            if (closed) {
                return;
            }
            next.add(task);
            next.addAll(waiting);
            waiting.clear();
        }
        next.forEach(ask);
    }

    /** Whether there is something to forget of the task. */
    public synchronized boolean knows(String task) {
        return attempts.containsKey(task);
    }

    /** Nothing is to be called for the task any more: what is under way ends. */
    void forget(String task) {
        Optional<Attempt> gone;
        synchronized (this) {
            waiting.remove(task);
            gone = Optional.ofNullable(attempts.remove(task));
        }
        gone.ifPresent(a -> a.begun().leave().run());
    }

    /** What is cut off by the end of this process has not ended: it begins again with the next one, which does not know better. */
    @Override
    public void onContextStopping(CamelContext context) {
        synchronized (this) {
            closed = true;
            attempts.clear();
        }
        close.run();
    }
}
