package dev.dromon.call;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.dromon.api.CallStatus;
import dev.dromon.api.CamelTaskSpec;
import dev.dromon.api.KeptnTask;
import dev.dromon.api.TaskContext;
import dev.dromon.gather.CallGather.CallRun;
import dev.dromon.gather.Traces;
import dev.dromon.model.Blocker;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Calls a route of the operator for a task. Names of headers are checked, because some steer Camel's components; values are values. Thread-safe. */
final class CamelCaller implements Caller {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern NAME = Pattern.compile("(?i)(?!camel|keptn|org\\.|idempotency-key$)[a-z][a-z0-9_-]{0,62}");

    private final Optional<UserRoutes> routes;

    /** Calls these routes; empty when the operator has none. */
    CamelCaller(Optional<UserRoutes> routes) {
        this.routes = routes;
    }

    @Override
    public void check(KeptnTask task, CallStatus wanted) throws CannotCall {
        String of = "KeptnTaskDefinition " + task.getSpec().taskDefinition + ": ";
        if (routes.isEmpty()) {
            throw CannotCall.untilChanged(Blocker.stuck("CamelUnavailable",
                    of + "expected a directory of Camel routes in setting dromon.camel.routes, found that it is empty; only an operator of the cluster can set it"));
        }
        if (!routes.get().names().contains(wanted.camel.route)) {
            throw CannotCall.untilChanged(Blocker.stuck("CamelRouteUnknown", of + "expected in spec.camel.route one of the routes " + routes.get().names() + ", found " + wanted.camel.route
                    + "; correct it, or have an operator add a route that begins with direct:" + wanted.camel.route + " and restart Dromon"));
        }
        Optional<String> wrong = parameters(task, wanted.camel).keySet().stream().filter(name -> !NAME.matcher(name).matches()).findFirst();
        if (wrong.isPresent()) {
            throw CannotCall.untilChanged(Blocker.stuck("CamelParameterInvalid", of + "expected names of parameters of at most 63 letters, digits, - and _ that begin with a letter, "
                    + "and with neither Camel nor Keptn, found " + wrong.get() + "; give it another name"));
        }
    }

    @Override
    public Calls.Begun begin(CallRun run) throws CannotCall {
        check(run.task(), run.wanted());
        TaskContext context = Optional.ofNullable(run.task().getSpec().context).orElseGet(TaskContext::new);
        Map<String, Object> headers = new LinkedHashMap<>(parameters(run.task(), run.wanted().camel));
        headers.put("KeptnAppName", context.appName);
        headers.put("KeptnAppVersion", context.appVersion);
        headers.put("KeptnWorkloadName", context.workloadName);
        headers.put("KeptnWorkloadVersion", context.workloadVersion);
        headers.put("KeptnTaskType", context.taskType);
        headers.put("KeptnObjectType", context.objectType);
        headers.put("KeptnTask", run.task().getMetadata().getName());
        headers.put("KeptnNamespace", run.task().getMetadata().getNamespace());
        headers.put("Idempotency-Key", run.call().key());
        Traces.of(run.task()).ifPresent(span -> headers.put(Traces.TRACEPARENT, span.traceparent()));
        return routes.orElseThrow().call(run.wanted().camel.route, headers, json(context));
    }

    private static Map<String, String> parameters(KeptnTask task, CamelTaskSpec spec) {
        Map<String, String> parameters = new LinkedHashMap<>();
        Optional.ofNullable(spec.parameters).ifPresent(p -> parameters.putAll(p.map));
        Optional.ofNullable(task.getSpec().parameters).ifPresent(p -> parameters.putAll(p.map));
        return parameters;
    }

    private static String json(TaskContext context) {
        try {
            return JSON.writeValueAsString(context);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("strings and maps of strings can be written as JSON", e);
        }
    }
}
