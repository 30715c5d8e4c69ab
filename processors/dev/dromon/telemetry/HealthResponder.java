package dev.dromon.telemetry;

import dev.dromon.http.Reply;
import dev.dromon.http.Request;
import dev.dromon.http.Responder;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckHelper;

/** Answers with 200 when all checks of one sort are good, else with 503 and which are not. */
public final class HealthResponder implements Responder {

    private static final int GOOD = 200;
    private static final int BAD = 503;

    private final Supplier<CamelContext> context;
    private final Function<CamelContext, Collection<HealthCheck.Result>> checks;

    private HealthResponder(Supplier<CamelContext> context, Function<CamelContext, Collection<HealthCheck.Result>> checks) {
        this.context = context;
        this.checks = checks;
    }

    /** Whether the process works at all; does not depend on the API server. */
    public static HealthResponder live(Supplier<CamelContext> context) {
        return new HealthResponder(context, HealthCheckHelper::invokeLiveness);
    }

    /** Whether all caches are complete and hear; depends on no sink, and not on leadership. */
    public static HealthResponder ready(Supplier<CamelContext> context) {
        return new HealthResponder(context, HealthCheckHelper::invokeReadiness);
    }

    @Override
    public Reply reply(Request request) {
        List<HealthCheck.Result> bad = checks.apply(context.get()).stream().filter(result -> result.getState() != HealthCheck.State.UP).toList();
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("status", bad.isEmpty() ? "UP" : "DOWN");
        document.put("down", bad.stream().map(HealthResponder::tell).toList());
        return Reply.json(bad.isEmpty() ? GOOD : BAD, document);
    }

    private static Map<String, String> tell(HealthCheck.Result result) {
        return Map.of("check", result.getCheck().getId(), "message", result.getMessage().orElse(""));
    }
}
