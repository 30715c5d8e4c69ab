package dev.dromon.gather;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.dromon.act.JobFactory;
import dev.dromon.act.TaskImages;
import dev.dromon.api.KeptnTask;
import dev.dromon.api.KeptnTaskDefinition;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every folder has definitions and a task in {@code in-task.yaml}, and in {@code out-job.yaml} all that is created for it. Adding a case is adding a folder. */
class TaskJobGoldenTest {

    private static final Path GOLDEN = Path.of("src/test/resources/golden/TaskJob");

    private static final List<Class<? extends HasMetadata>> KINDS = List.of(KeptnTaskDefinition.class, KeptnTask.class, ConfigMap.class, Job.class);

    private final KubernetesSerialization yaml = new KubernetesSerialization();

    static Stream<String> cases() throws IOException {
        try (Stream<Path> folders = Files.list(GOLDEN)) {
            return folders.filter(Files::isDirectory).map(f -> f.getFileName().toString()).sorted().toList().stream();
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void theUserGetsExactlyThisJob(String name) throws IOException {
        List<HasMetadata> given = objects(GOLDEN.resolve(name).resolve("in-task.yaml"));
        KeptnTask task = (KeptnTask) given.get(given.size() - 1);
        task.getMetadata().setUid("task-uid");
        KeptnTaskDefinition definition = definition(given, task.getSpec().taskDefinition).orElseThrow();
        boolean container = definition.getSpec().container != null;
        TaskPlan plan = container ? TaskPlan.of(definition) : new FunctionReader(n -> definition(given, n), "shop nor in dromon-system").read(definition);

        JobFactory.TaskJob made = new JobFactory(new TaskImages("deno:1", "python:1")).job(task, definition, plan.code(), task.getMetadata().getName() + "-1");

        List<JsonNode> created = Stream.concat(made.code().stream(), Stream.of(made.job())).map(this::tree).toList();
        assertThat(created).as(() -> String.join("", Stream.concat(made.code().stream(), Stream.of(made.job())).map(yaml::asYaml).toList()))
                .isEqualTo(objects(GOLDEN.resolve(name).resolve("out-job.yaml")).stream().map(this::tree).toList());
    }

    private JsonNode tree(HasMetadata object) {
        return yaml.convertValue(object, JsonNode.class);
    }

    private static Optional<KeptnTaskDefinition> definition(List<HasMetadata> given, String name) {
        return given.stream().filter(KeptnTaskDefinition.class::isInstance).map(KeptnTaskDefinition.class::cast).filter(d -> d.getMetadata().getName().equals(name)).findFirst();
    }

    private List<HasMetadata> objects(Path file) throws IOException {
        List<HasMetadata> objects = new ArrayList<>();
        for (String document : Files.readString(file).split("(?m)^---\n")) {
            HasMetadata object = KINDS.stream().filter(k -> document.matches("(?s)(.*\n)?kind: \"?" + HasMetadata.getKind(k) + "\"?\n.*")).findFirst().map(k -> (HasMetadata) yaml.unmarshal(document, k)).orElseThrow();
            object.getMetadata().setNamespace("shop");
            objects.add(object);
        }
        return objects;
    }
}
