package dev.dromon.hook;

import dev.dromon.api.KeptnTask;
import dev.dromon.api.KeptnTaskDefinition;
import dev.dromon.api.KeptnTaskSpec;
import dev.dromon.api.TaskContext;
import dev.dromon.api.TaskParameters;
import dev.dromon.api.WebhookTriggerSpec;
import dev.dromon.gather.Definitions;
import dev.dromon.http.Reply;
import dev.dromon.kube.ClusterWriter;
import dev.dromon.kube.Keys;
import dev.dromon.kube.KindCache;
import dev.dromon.kube.KubeCaches;
import dev.dromon.model.Names;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts a KeptnTask whose name is a function of trigger and delivery: so a second one, after a restart or on another replica, is "already exists". */
public final class TaskAction implements WebhookAction {

    /** Label of a task: name of the trigger that it was started by. */
    static final String TRIGGER = "dromon.dev/trigger";
    /** Label of a task: hash of the id of the delivery that it was started by. */
    static final String DELIVERY = "dromon.dev/delivery";
    private static final Logger LOG = LoggerFactory.getLogger(TaskAction.class);
    private static final int MAX_OPEN = 5000;
    private static final int MAX_PARAMETER_BYTES = 16 * 1024;
    private static final Duration FULL_PAUSE = Duration.ofMinutes(1);

    private final ClusterWriter writer;
    private final Definitions definitions;
    private final KindCache<KeptnTask> tasks;
    private final int maxOpen;

    /** Creates tasks by the writer; a trigger may have 5000 that have not ended. */
    public TaskAction(ClusterWriter writer, Definitions definitions, KubeCaches caches) {
        this(writer, definitions, caches, MAX_OPEN);
    }

    TaskAction(ClusterWriter writer, Definitions definitions, KubeCaches caches, int maxOpen) {
        this.writer = writer;
        this.definitions = definitions;
        this.tasks = caches.of(KeptnTask.class);
        this.maxOpen = maxOpen;
    }

    @Override
    public boolean asked(WebhookTriggerSpec spec) {
        return spec.task != null;
    }

    @Override
    public Reply act(Order order) throws WebhookRefusal {
        String name = Names.delivery(order.name(), order.delivery().mark().key());
        List<KeptnTask> own = tasks.owned(order.uid());
        Optional<KeptnTask> seen = tasks.get(order.namespace(), name).or(() -> own.stream().filter(t -> order.delivery().mark().id().equals(delivery(t))).findFirst());
        if (seen.isPresent()) {
            return seen(order, seen.get());
        }
        if (own.stream().filter(t -> !WebhookHistoryProcessor.ended(t)).count() >= maxOpen) {
            throw WebhookRefusal.later("the trigger has " + maxOpen + " tasks that have not ended, no more are started", FULL_PAUSE);
        }
        Optional<KeptnTask> created = writer.createNew(task(order, name));
        if (created.isEmpty()) {
            return seen(order, writer.reread(KeptnTask.class, order.namespace(), name).orElseThrow(() -> WebhookRefusal.later("the task was just deleted", Duration.ofSeconds(1))));
        }
        LOG.info("a delivery starts a task trigger={}/{} task={}", order.namespace(), order.name(), name);
        return Replies.accepted(created.get());
    }

    private static Reply seen(Order order, KeptnTask task) throws WebhookRefusal {
        if (!Keys.ownerUids(task).contains(order.uid())) {
            throw WebhookRefusal.conflict("the name of the task is taken by one that is not of this trigger");
        }
        if (!order.delivery().mark().id().equals(delivery(task))) {
            throw WebhookRefusal.conflict("this body has been delivered before, under another id");
        }
        return Replies.repeated(task);
    }

    private static String delivery(KeptnTask task) {
        return Optional.ofNullable(task.getMetadata().getLabels()).orElse(Map.of()).getOrDefault(DELIVERY, "");
    }

    /** Filled from the definition as tasks of versions are; one that is missing is waited for by the task. */
    private KeptnTask task(Order order, String name) throws WebhookRefusal {
        String definition = order.trigger().getSpec().task.definition;
        Optional<KeptnTaskDefinition> found = definitions.task(order.namespace(), definition);
        KeptnTask task = new KeptnTask();
        task.setMetadata(metadata(order, name, found.map(KeptnTaskDefinition::getMetadata).orElseGet(ObjectMeta::new)));
        KeptnTaskSpec spec = new KeptnTaskSpec();
        spec.taskDefinition = definition;
        spec.context = new TaskContext();
        spec.context.metadata = Map.of("trigger", order.name(), "delivery", order.delivery().mark().id());
        spec.parameters = parameters(order);
        found.map(KeptnTaskDefinition::getSpec).ifPresent(d -> {
            spec.retries = d.retries;
            spec.timeout = d.timeout;
        });
        task.setSpec(spec);
        return task;
    }

    private static ObjectMeta metadata(Order order, String name, ObjectMeta definition) {
        return new ObjectMetaBuilder().withName(name).withNamespace(order.namespace()).withLabels(definition.getLabels()).withAnnotations(definition.getAnnotations())
                .addToLabels(TRIGGER, order.name()).addToLabels(DELIVERY, order.delivery().mark().id()).withOwnerReferences(ClusterWriter.controlledBy(order.trigger())).build();
    }

    /** What a process gets in one variable has a limit (Linux, MAX_ARG_STRLEN), and JSON makes it longer. */
    private static TaskParameters parameters(Order order) throws WebhookRefusal {
        TaskParameters parameters = new TaskParameters();
        for (Map.Entry<String, PayloadValue> parameter : order.terms().parameters().entrySet()) {
            parameters.map.put(parameter.getKey(), parameter.getValue().in(order.delivery().body()));
        }
        if (parameters.map.values().stream().mapToInt(v -> v.getBytes(StandardCharsets.UTF_8).length).sum() > MAX_PARAMETER_BYTES) {
            throw WebhookRefusal.unusable("expected at most " + MAX_PARAMETER_BYTES + " bytes in all parameters together, found more");
        }
        return parameters;
    }
}
