package dev.dromon.kube;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.apache.camel.CamelContext;

/** The threads that take keys from a queue, from one start of a route to its stop, or through one term of leadership. Not used twice. */
final class Workers {

    private static final long READY_CHECK_MILLIS = 20;

    /** Where keys come from, from when on, and what is done with each. */
    record Job(WorkQueue queue, BooleanSupplier ready, Consumer<String> look) {
    }

    private final CamelContext context;
    private final Job job;
    private final ExecutorService pool;
    private volatile boolean going = true;

    Workers(CamelContext context, String name, int count, Job job) {
        this.context = context;
        this.job = job;
        this.pool = context.getExecutorServiceManager().newFixedThreadPool(this, name, count);
        for (int i = 0; i < count; i++) {
            pool.execute(this::work);
        }
    }

    private void work() {
        try {
            while (going && !job.ready().getAsBoolean()) {
                TimeUnit.MILLISECONDS.sleep(READY_CHECK_MILLIS);
            }
            for (String key = take(); key != null; key = take()) {
                job.look().accept(key);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private String take() throws InterruptedException {
        return job.queue().take(() -> going);
    }

    /** Takes no more keys and waits for the runs under way; interrupts those that take longer. */
    void drain(Duration atMost) {
        going = false;
        job.queue().wake();
        context.getExecutorServiceManager().shutdownGraceful(pool, atMost.toMillis());
    }

    /** Takes no more keys and interrupts the runs under way, without waiting for them. */
    void cut() {
        going = false;
        job.queue().wake();
        context.getExecutorServiceManager().shutdownNow(pool);
    }
}
