package dev.dromon.fault;

import io.vertx.core.Vertx;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.Consumer;

/**
 * One watch on its way from the API server to the runtime. Messages keep their order, as those of one watch always do: the API server sends them by resource version. Watches
 * of different kinds have no order among each other, so each may lag behind the others. Confined to the proxy's thread.
 */
final class WatchStream {

    private static final long NANOS = 1_000_000;

    private record Message(long due, String text) {
    }

    private final Vertx vertx;
    private final String path;
    private final FaultPlan plan;
    private final Consumer<String> count;
    private final Consumer<String> send;
    private final Runnable end;
    private long messages;
    private long notBefore = System.nanoTime();
    private final Queue<Message> waiting = new ArrayDeque<>();
    private boolean timed;
    private boolean silent;
    private boolean ended;

    /** Faults are counted by their names; messages go to send; end cuts the connection to both sides. */
    WatchStream(Vertx vertx, String path, FaultPlan plan, Consumer<String> count, Consumer<String> send, Runnable end) {
        this.count = count;
        this.vertx = vertx;
        this.path = path;
        this.plan = plan;
        this.send = send;
        this.end = end;
    }

    void message(String text) {
        long number = ++messages;
        long lag = plan.held(path, number).toNanos();
        if (lag > 0) {
            count.accept("LAGGING_WATCH");
        }
        long due = Math.max(System.nanoTime() + lag, notBefore);
        notBefore = due;
        waiting.add(new Message(due, text));
        if (plan.doubled(path, number)) {
            count.accept("DOUBLED_EVENT");
            waiting.add(new Message(due, text));
        }
        if (!timed) {
            pump();
        }
    }

    private void pump() {
        timed = false;
        while (!waiting.isEmpty() && waiting.peek().due() - System.nanoTime() <= 0) {
            deliver(waiting.poll().text());
        }
        if (!waiting.isEmpty() && !ended) {
            timed = true;
            vertx.setTimer((waiting.peek().due() - System.nanoTime()) / NANOS + 1, timer -> pump());
        }
    }

    private void deliver(String text) {
        if (!silent && !ended) {
            send.accept(text);
        }
    }

    /** From now on nothing comes through, and nobody is told. */
    void silence() {
        silent = true;
    }

    boolean silent() {
        return silent;
    }

    /** Tells the runtime that its version is too old (410), and ends. */
    void expire() {
        deliver("""
                {"type":"ERROR","object":{"kind":"Status","apiVersion":"v1","metadata":{},"status":"Failure","message":"too old resource version","reason":"Expired","code":410}}""");
        cut();
    }

    void cut() {
        if (!ended && !silent) {
            ended = true;
            end.run();
        }
    }
}
