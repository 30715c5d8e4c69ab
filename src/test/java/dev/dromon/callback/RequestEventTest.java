package dev.dromon.callback;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.dromon.api.CallbackSpec;
import dev.dromon.api.KeptnTask;
import dev.dromon.model.State;
import dev.dromon.task.Callback;
import dev.dromon.task.TaskStatus;
import io.cloudevents.CloudEvent;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RequestEventTest {

    private static final Instant START = Instant.parse("2026-01-02T03:04:05.000001Z");
    private static final String TOKEN = CallbackToken.of(new byte[32], "uid");
    private static final TaskStatus STATUS = new TaskStatus(State.PROGRESSING, "", "", "", Optional.of(START), Optional.empty(),
            Optional.of(new Callback("hash", START.plusSeconds(60))));

    private final KubernetesSerialization yaml = new KubernetesSerialization();

    private CloudEvent event(String spec, String callback) {
        String metadata = "{name: pre-approve-0123456789, namespace: shop, uid: uid}";
        KeptnTask task = yaml.unmarshal("---\n{apiVersion: lifecycle.keptn.sh/v1, kind: KeptnTask, metadata: " + metadata + ", spec: {taskDefinition: approve" + spec + "}}", KeptnTask.class);
        return RequestEvent.of(task, yaml.unmarshal("---\n{" + callback + "}", CallbackSpec.class), TOKEN, "east", STATUS);
    }

    private static JsonNode data(CloudEvent event) throws IOException {
        assertThat(RequestSchema.problems(event.getData().toBytes())).isEmpty();
        return new ObjectMapper().readTree(event.getData().toBytes());
    }

    @Test
    void aTaskOfAWorkloadTellsWhatItIsAndHowToAnswer() throws IOException {
        CloudEvent event = event(", context: {appName: shop, workloadName: shop-web, workloadVersion: '1.1', taskType: pre, objectType: Workload, metadata: {stage: dev}}",
                "sink: approvals, parameters: {map: {text: 'May it go?'}}");

        assertThat(event.getId()).isEqualTo(CallbackToken.requestId("uid"));
        assertThat(event.getType()).isEqualTo("dev.dromon.task.callback.v1");
        assertThat(event.getSource()).hasToString("/east/apis/lifecycle.keptn.sh/v1/namespaces/shop/keptntasks/pre-approve-0123456789");
        assertThat(event.getSubject()).isEqualTo("shop/shop-web/1.1");
        assertThat(event.getTime().toInstant()).isEqualTo(START);
        assertThat(event.getExtension("partitionkey")).isEqualTo("shop/shop");
        assertThat(event.getDataSchema()).hasToString("https://dromon.dev/schemas/callback-request.v1.json");
        JsonNode data = data(event);
        assertThat(data).isEqualTo(new ObjectMapper().readTree("""
                {"task": "pre-approve-0123456789", "definition": "approve", "namespace": "shop", "app": "shop", "workload": "shop-web", "version": "1.1", "phase": "WorkloadPreDeployTasks",
                 "parameters": {"text": "May it go?"}, "metadata": {"stage": "dev"},
                 "callback": {"token": "%s", "path": "/callbacks/%s", "deadline": "2026-01-02T03:05:05.000001Z"},
                 "object": {"apiVersion": "lifecycle.keptn.sh/v1", "kind": "KeptnTask", "namespace": "shop", "name": "pre-approve-0123456789", "uid": "uid",
                            "path": "/apis/lifecycle.keptn.sh/v1/namespaces/shop/keptntasks/pre-approve-0123456789"}}""".formatted(TOKEN, TOKEN)));
    }

    @Test
    void aTaskOfAnAppAndOneOfAUserTellWhatTheyKnow() throws IOException {
        CloudEvent app = event(", context: {appName: shop, appVersion: '2', taskType: promotion, objectType: App}", "url: 'http://example.org'");
        assertThat(app.getSubject()).isEqualTo("shop/2");
        assertThat(data(app).path("phase").textValue()).isEqualTo("PromotionTasks");

        CloudEvent own = event("", "url: 'http://example.org'");
        assertThat(own.getSubject()).isEqualTo("pre-approve-0123456789");
        assertThat(own.getExtension("partitionkey")).isEqualTo("shop/pre-approve-0123456789");
        assertThat(data(own).fieldNames()).toIterable().containsExactly("task", "definition", "namespace", "callback", "object");
    }

    @Test
    void parametersOfTheTaskWinAndSecretOnesAreNotTold() throws IOException {
        JsonNode data = data(event(", parameters: {map: {a: task}}, secureParameters: {secret: hidden}", "sink: a, parameters: {map: {a: definition, b: definition}}"));

        assertThat(data.path("parameters")).isEqualTo(new ObjectMapper().readTree("{\"a\":\"task\",\"b\":\"definition\"}"));
        assertThat(data.toString()).doesNotContain("hidden");
    }

    @Test
    void sentAgainItIsTheSame() {
        assertThat(event("", "sink: a")).isEqualTo(event("", "sink: a"));
    }
}
