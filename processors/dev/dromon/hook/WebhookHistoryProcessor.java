package dev.dromon.hook;

import dev.dromon.api.KeptnTask;
import dev.dromon.api.WebhookTrigger;
import dev.dromon.kube.ClusterWriter;
import dev.dromon.kube.KindCache;
import dev.dromon.kube.KubeCaches;
import dev.dromon.kube.KubeHeaders;
import dev.dromon.kube.Times;
import dev.dromon.model.State;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/**
 * Body {@link WebhookTrigger}: deletes its oldest finished tasks, with their Jobs. A repeated delivery is known by the task that it started, so tasks that have just ended
 * stay besides, up to a limit. The body stays.
 */
public final class WebhookHistoryProcessor implements Processor {

    /** How long a finished task is kept besides. */
    static final Duration FRESH = Duration.ofHours(1);
    /** How many are kept, however fresh they are. */
    static final int MOST = 5000;

    private static final int DEFAULT = 100;
    /** A look deletes so many at most, then others have their turn. */
    private static final int PORTION = 100;

    private final ClusterWriter writer;
    private final KindCache<KeptnTask> tasks;
    private final InstantSource clock;

    /** Deletes by the writer. */
    public WebhookHistoryProcessor(ClusterWriter writer, KubeCaches caches, InstantSource clock) {
        this.writer = writer;
        this.tasks = caches.of(KeptnTask.class);
        this.clock = clock;
    }

    @Override
    public void process(Exchange exchange) {
        WebhookTrigger trigger = exchange.getMessage().getBody(WebhookTrigger.class);
        int keep = trigger.getSpec().history == null ? DEFAULT : trigger.getSpec().history;
        List<KeptnTask> finished = tasks.owned(trigger.getMetadata().getUid()).stream().filter(WebhookHistoryProcessor::ended)
                .sorted(Comparator.comparing(WebhookHistoryProcessor::end).reversed()).toList();
        List<Instant> ends = finished.stream().map(WebhookHistoryProcessor::end).toList();
        int kept = kept(ends, keep, clock.instant());
        List<KeptnTask> expired = finished.subList(kept, finished.size());
        expired.stream().skip(Math.max(0, expired.size() - PORTION)).forEach(writer::delete);
        if (expired.size() > PORTION) {
            exchange.getMessage().setHeader(KubeHeaders.REQUEUE_AFTER, Duration.ZERO);
        }
    }

    /** How many of the finished tasks, newest end first, are kept. */
    static int kept(List<Instant> ends, int keep, Instant now) {
        long fresh = ends.stream().filter(end -> end.isAfter(now.minus(FRESH))).count();
        return (int) Math.min(ends.size(), Math.max(keep, Math.min(fresh, MOST)));
    }

    static boolean ended(KeptnTask task) {
        return task.getStatus() != null && State.of(task.getStatus().status).completed();
    }

    private static Instant end(KeptnTask task) {
        return Times.parse(task.getStatus().endTime).orElse(Instant.EPOCH);
    }
}
