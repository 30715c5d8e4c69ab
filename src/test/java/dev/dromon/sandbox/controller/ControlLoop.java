package dev.dromon.sandbox.controller;

import dev.dromon.sandbox.server.Change;
import dev.dromon.sandbox.server.ObjectRef;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/** Runs all controllers on one thread, in the order of the changes; an object that waits already is not queued again. */
public final class ControlLoop implements AutoCloseable {

    private static final int NOT_FOUND = 404;
    private static final int CONFLICT = 409;
    private static final long LAST_WORK_SECONDS = 10;

    private record Work(Controller controller, ObjectRef object) {
    }

    private final List<Controller> controllers;
    private final Set<Work> waiting = ConcurrentHashMap.newKeySet();
    private final AtomicReference<RuntimeException> failure = new AtomicReference<>();
    private final ScheduledThreadPoolExecutor thread = new ScheduledThreadPoolExecutor(1, work -> {
        Thread named = new Thread(work, "sandbox-controllers");
        named.setDaemon(true);
        return named;
    });

    /**
     * All controllers of the sandbox.
     *
     * @param client  that they read and write with
     * @param jobTime how long a Job runs
     */
    public ControlLoop(KubernetesClient client, Duration jobTime) {
        thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        Recorder recorder = new Recorder(client);
        Suffixes suffixes = new Suffixes();
        controllers = List.of(new DeploymentController(client, recorder), new ReplicaSetController(client, recorder, suffixes), new StatefulSetController(client, recorder),
                new DaemonSetController(client, recorder, suffixes), new PodController(client, recorder), new JobController(client, recorder, suffixes, jobTime, this::later),
                new GarbageCollector(client));
    }

    /** Queues what a change calls for; never waits. */
    public void changed(Change change) {
        controllers.forEach(controller -> controller.concerned(change).ifPresent(object -> enqueue(new Work(controller, object))));
    }

    /** The first error that no controller expected; empty as long as the simulation is sound. */
    public Optional<RuntimeException> failure() {
        return Optional.ofNullable(failure.get());
    }

    /** Finishes what waits, drops what is due later, and ends the thread. */
    @Override
    public void close() {
        thread.shutdown();
        try {
            if (!thread.awaitTermination(LAST_WORK_SECONDS, TimeUnit.SECONDS)) {
                thread.shutdownNow();
            }
        } catch (InterruptedException e) {
            thread.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }

    private void enqueue(Work work) {
        if (!thread.isShutdown() && waiting.add(work)) {
            thread.execute(() -> run(work));
        }
    }

    private void run(Work work) {
        waiting.remove(work);
        guarded(work.object(), () -> work.controller().reconcile(work.object()), () -> enqueue(work));
    }

    private void later(ObjectRef object, Duration delay, Runnable action) {
        if (!thread.isShutdown()) {
            thread.schedule(() -> guarded(object, action, () -> later(object, Duration.ZERO, action)), delay.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    /** Somebody else was faster: again. The object, its namespace or its owner has gone meanwhile: its deletion is on its way here. */
    private void guarded(ObjectRef object, Runnable action, Runnable again) {
        try {
            action.run();
        } catch (KubernetesClientException e) {
            if (e.getCode() == CONFLICT) {
                again.run();
            } else if (e.getCode() != NOT_FOUND) {
                fail(object, e);
            }
        } catch (RuntimeException e) {
            fail(object, e);
        }
    }

    private void fail(ObjectRef object, RuntimeException cause) {
        failure.compareAndSet(null, new IllegalStateException("the sandbox could not work on " + object, cause));
    }
}
