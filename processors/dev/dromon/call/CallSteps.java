package dev.dromon.call;

import dev.dromon.act.TaskStatusWriter;
import dev.dromon.kube.ClusterWriter;
import dev.dromon.sink.HttpCalls;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;

/** Makes the steps of all routes that have to do with calls. */
public final class CallSteps {

    private CallSteps() {
    }

    /** What the steps work with; whoever is given the key of a task must only enqueue it for the route of calls. */
    public record Parts(ClusterWriter writer, HttpCalls http, Optional<UserRoutes> routes, InstantSource clock, Consumer<String> ask) {
    }

    /** Bean name to step; {@code calls} is a {@link Calls}, and ends what is under way when the context stops. */
    public static Map<String, Object> of(Parts parts) {
        Calls calls = new Calls(parts.ask(), () -> {
            parts.http().close();
            parts.routes().ifPresent(UserRoutes::close);
        });
        Caller caller = new Callers(new HttpCaller(parts.http(), parts.writer(), () -> ThreadLocalRandom.current().nextDouble()), new CamelCaller(parts.routes()));
        return Map.of("calls", calls, "callCheck", new CallCheckProcessor(caller), "call", new CallProcessor(calls, caller),
                "callNote", new CallNoteProcessor(new TaskStatusWriter(parts.writer()), parts.clock()));
    }
}
