package dev.dromon.callback;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.dromon.api.CallbackSpec;
import dev.dromon.api.KeptnTask;
import dev.dromon.api.TaskContext;
import dev.dromon.api.TaskParameters;
import dev.dromon.event.Subject;
import dev.dromon.gather.Subjects;
import dev.dromon.gather.Traces;
import dev.dromon.kube.Times;
import dev.dromon.model.CheckType;
import dev.dromon.model.Level;
import dev.dromon.model.Phase;
import dev.dromon.task.TaskStatus;
import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import java.net.URI;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The request of a task as a CloudEvent; what is absent or empty is left out. Schema: src/main/resources/schemas/callback-request.v1.json. Never throws. */
final class RequestEvent {

    /** Type of the event. */
    static final String TYPE = "dev.dromon.task.callback.v1";
    /** Schema of its data. */
    static final String DATA_SCHEMA = "https://dromon.dev/schemas/callback-request.v1.json";
    /** Where answers are taken; the token follows. */
    static final String PATH = "/callbacks/";

    private static final ObjectMapper JSON = new ObjectMapper();

    private RequestEvent() {
    }

    /** The request of a task whose status holds it; it is the same whenever it is made, but for what the definition says meanwhile. */
    static CloudEvent of(KeptnTask task, CallbackSpec spec, String token, String cluster, TaskStatus status) {
        Subject.Ref self = Subjects.ref(task);
        TaskContext context = context(task);
        String about = context.appName.isEmpty() ? self.name() : context.appName + (context.workloadName.isEmpty() ? "" : "/" + context.workloadName) + "/" + version(context);
        CloudEventBuilder event = CloudEventBuilder.v1().withId(CallbackToken.requestId(self.uid())).withType(TYPE).withSource(URI.create("/" + cluster + self.path())).withSubject(about)
                .withTime(status.start().orElse(Instant.EPOCH).atOffset(ZoneOffset.UTC)).withExtension("partitionkey", self.namespace() + "/" + app(task))
                .withData("application/json", URI.create(DATA_SCHEMA), json(data(task, spec, token, status)));
        Traces.of(task).ifPresent(span -> event.withExtension(Traces.TRACEPARENT, span.traceparent()));
        return event.build();
    }

    /** The app that a task is for; its own name when it is for none. */
    static String app(KeptnTask task) {
        String app = context(task).appName;
        return app.isEmpty() ? task.getMetadata().getName() : app;
    }

    private static TaskContext context(KeptnTask task) {
        return Optional.ofNullable(task.getSpec().context).orElseGet(TaskContext::new);
    }

    private static Map<String, Object> data(KeptnTask task, CallbackSpec spec, String token, TaskStatus status) {
        TaskContext context = context(task);
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("task", task.getMetadata().getName());
        data.put("definition", task.getSpec().taskDefinition);
        data.put("namespace", task.getMetadata().getNamespace());
        data.put("app", context.appName);
        data.put("workload", context.workloadName);
        data.put("version", version(context));
        data.put("phase", phase(context).map(Phase::wire).orElse(""));
        data.put("parameters", parameters(spec.parameters, task.getSpec().parameters));
        data.put("metadata", context.metadata);
        data.values().removeIf(v -> v.equals("") || v.equals(Map.of()));
        data.put("callback", callback(token, status));
        data.put("object", object(Subjects.ref(task)));
        return data;
    }

    private static Map<String, Object> callback(String token, TaskStatus status) {
        Map<String, Object> callback = new LinkedHashMap<>();
        callback.put("token", token);
        callback.put("path", PATH + token);
        status.callback().ifPresent(c -> callback.put("deadline", Times.micros(c.deadline())));
        return callback;
    }

    private static Map<String, Object> object(Subject.Ref self) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("apiVersion", self.apiVersion());
        object.put("kind", self.kind());
        object.put("namespace", self.namespace());
        object.put("name", self.name());
        object.put("uid", self.uid());
        object.put("path", self.path());
        return object;
    }

    private static String version(TaskContext context) {
        return context.workloadName.isEmpty() ? context.appVersion : context.workloadVersion;
    }

    private static Optional<Phase> phase(TaskContext context) {
        Level level = "Workload".equals(context.objectType) ? Level.WORKLOAD : Level.APP;
        return Arrays.stream(Phase.values()).filter(p -> p.level() == level && p.kind() == Phase.Kind.TASKS)
                .filter(p -> p.checkType().map(CheckType::wire).filter(context.taskType::equals).isPresent()).findFirst();
    }

    private static Map<String, String> parameters(TaskParameters ofDefinition, TaskParameters ofTask) {
        Map<String, String> parameters = new TreeMap<>();
        Optional.ofNullable(ofDefinition).ifPresent(p -> parameters.putAll(p.map));
        Optional.ofNullable(ofTask).ifPresent(p -> parameters.putAll(p.map));
        return parameters;
    }

    private static byte[] json(Map<String, Object> data) {
        try {
            return JSON.writeValueAsBytes(data);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("strings and maps of strings can be written as JSON", e);
        }
    }
}
