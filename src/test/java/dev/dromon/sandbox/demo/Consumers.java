package dev.dromon.sandbox.demo;

import dev.dromon.sandbox.Manifests;
import dev.dromon.sandbox.demo.Screen.Tone;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.slf4j.LoggerFactory;

/** The consumers of a demonstration. They start side by side while something else is done, and are asked at the end what they have got. */
final class Consumers implements AutoCloseable {

    private static final Duration PAUSE = Duration.ofMillis(200);
    private static final int NAMED = 5;

    private static final String ORDER = "In order: the events of each version of the app in their sequence and without a gap; in Kafka all of the app in one partition. "
            + "Again: came again with the same id. Signed: requests whose signature is genuine.";

    private final List<CompletableFuture<EventConsumer>> starting;

    private Consumers(List<CompletableFuture<EventConsumer>> starting) {
        this.starting = starting;
    }

    /** Starts them, and does not wait. */
    static Consumers start(List<Supplier<EventConsumer>> consumers) {
        // Logging is set up by its first user, and complains about a second one meanwhile.
        LoggerFactory.getILoggerFactory();
        return new Consumers(consumers.stream().map(CompletableFuture::supplyAsync).toList());
    }

    /** Waits until they have started, and lets them have all events from now on. */
    void subscribe(KubernetesClient client) {
        all().forEach(consumer -> consumer.subscription().forEach(object -> Manifests.apply(client, object)));
    }

    /** What was recorded, and what each consumer had at that time. */
    private record Look(FlowRecord flow, List<Inbox> inboxes) {

        boolean good() {
            return inboxes.stream().allMatch(inbox -> inbox.good(flow));
        }
    }

    /** Waits until all have all events of the flow, at most for the limit, and prints what they have got; true when it is all, in order and signed. */
    boolean report(Supplier<FlowRecord> flow, Duration limit, Screen screen) {
        Look last = settled(flow, limit);
        List<List<String>> rows = new ArrayList<>(List.of(Inbox.HEADING));
        last.inboxes().forEach(inbox -> rows.add(inbox.row(last.flow())));
        screen.line("", Tone.PLAIN);
        screen.table(rows);
        screen.line("", Tone.PLAIN);
        screen.paragraph("  ", ORDER, Tone.PLAIN);
        last.inboxes().stream().filter(inbox -> !inbox.good(last.flow())).forEach(inbox -> screen.paragraph("  ", complaint(inbox, last.flow(), limit), Tone.BAD));
        return last.good();
    }

    private Look settled(Supplier<FlowRecord> flow, Duration limit) {
        try {
            return Awaitility.await().pollInSameThread().pollDelay(Duration.ZERO).pollInterval(PAUSE).atMost(limit).until(() -> look(flow), Look::good);
        } catch (ConditionTimeoutException e) {
            return look(flow);
        }
    }

    private Look look(Supplier<FlowRecord> flow) {
        return new Look(flow.get(), all().stream().map(Inbox::of).toList());
    }

    private static String complaint(Inbox inbox, FlowRecord flow, Duration limit) {
        Set<String> missing = inbox.missing(flow);
        String named = missing.stream().limit(NAMED).map(id -> flow.told().get(id) + " (" + id + ")").collect(Collectors.joining(", "));
        String more = missing.size() > NAMED ? " and " + (missing.size() - NAMED) + " more" : "";
        return "Not as expected, " + limit.toSeconds() + " s after the end of the flow: " + inbox.name()
                + (missing.isEmpty() ? " has not got exactly what was recorded, in its order and signed." : " misses " + named + more + ".");
    }

    private List<EventConsumer> all() {
        return starting.stream().map(CompletableFuture::join).toList();
    }

    /** Waits for those that are still starting; one that did not start has nothing to close. */
    @Override
    public void close() {
        starting.forEach(start -> start.handle((consumer, failure) -> {
            if (consumer != null) {
                consumer.close();
            }
            return failure;
        }).join());
    }
}
