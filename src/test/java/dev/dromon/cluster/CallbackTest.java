package dev.dromon.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.dromon.api.CallbackStatus;
import dev.dromon.api.KeptnTask;
import dev.dromon.app.Dromon;
import dev.dromon.kube.KubeClients;
import dev.dromon.kube.LogCapture;
import dev.dromon.sink.Broker;
import dev.dromon.sink.Receiver;
import dev.dromon.sink.Receiver.Behaviour;
import io.cloudevents.CloudEvent;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.vertx.core.http.HttpServerOptions;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.logging.log4j.Level;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tasks that a real HTTP server is asked about, and that it answers, or does not. */
class CallbackTest extends CallbackFlow {

    @Test
    void anAddressIsAskedAndItsAnswerLetsTheFlowGoOn() throws IOException {
        try (Receiver approver = new Receiver(new HttpServerOptions(), address()); LogCapture log = new LogCapture("dev.dromon", Level.DEBUG);
                LogCapture camel = new LogCapture("org.apache.camel", Level.DEBUG)) {
            apply(approve("timeout: 1h, url: \"" + approver.url() + "\", parameters: {map: {text: \"May it go?\"}}"));
            deploy("1.0");
            KeptnTask waits = task("Progressing", "WaitingForAnswer");
            held("web", "1.0");
            eventually(() -> assertThat(workload("web-web", "1.0", "Progressing").getStatus().conditions).filteredOn(c -> "Progressing".equals(c.getType())).singleElement()
                    .satisfies(c -> assertThat(c.getReason()).isEqualTo("WaitingForAnswer")));
            assertThat(plane.kubectl("", "get", "keptntasks", "-n", namespace)).contains("Progressing", "WaitingForAnswer");
            assertThat(approver.asked()).hasSize(1);
            CloudEvent request = approver.asked().get(0).event();
            JsonNode data = data(request);
            assertThat(request.getType()).isEqualTo("dev.dromon.task.callback.v1");
            assertThat(request.getSubject()).isEqualTo("web/web-web/1.0");
            assertThat(data.path("task").textValue()).isEqualTo(waits.getMetadata().getName());
            assertThat(data.path("phase").textValue()).isEqualTo("WorkloadPreDeployTasks");
            assertThat(data.path("parameters").path("text").textValue()).isEqualTo("May it go?");
            assertThat(data.path("callback").path("deadline").textValue()).isEqualTo(waits.getStatus().callback.deadline);
            String token = token(request);

            answer("Z".repeat(43), YES, 404);
            answer(token, "{\"outcome\":\"maybe\"}", 400);
            assertThat(task("Progressing", "WaitingForAnswer").getStatus()).usingRecursiveComparison().isEqualTo(waits.getStatus());
            answer(token, YES, 200);
            app("web", "Succeeded");
            runs("web", "1.0");
            KeptnTask done = task("Succeeded", "");
            assertThat(done.getStatus().message).isEqualTo("fine with me");
            assertThat(done.getStatus().callback.outcome).isEqualTo("succeeded");
            assertThat(done.getStatus().callback.values).containsExactly(Map.entry("by", "kim"));
            assertThat(jobs()).isEmpty();
            eventually(() -> assertThat(events()).extracting(e -> e.getReason()).contains("Completed", "WorkloadCompleted"));
            assertThat(events()).filteredOn(e -> "ReconcileTask".equals(e.getReason())).anyMatch(e -> e.getMessage().contains("fine with me"));

            answer(token, YES, 200);
            answer(token, NO, 409);
            assertThat(task("Succeeded", "").getStatus()).usingRecursiveComparison().isEqualTo(done.getStatus());
            nowhere(token);
            for (Level level : List.of(Level.ERROR, Level.WARN, Level.INFO, Level.DEBUG)) {
                assertThat(Stream.concat(log.at(level).stream(), camel.at(level).stream())).noneMatch(line -> line.text().contains(token));
            }
            String recorded = "an answer was recorded task=" + namespace + "/" + done.getMetadata().getName() + " outcome=succeeded";
            assertThat(log.at(Level.INFO)).anyMatch(line -> line.text().equals(recorded));
        }
    }

    @Test
    void aTopicIsAskedAndAPostLetsTheFlowGoOn() {
        try (Broker broker = new Broker()) {
            broker.topic("approvals", 4);
            apply("""
                    ---
                    apiVersion: dromon.dev/v1alpha1
                    kind: EventSink
                    metadata: {name: approvals}
                    spec:
                      kafka: {bootstrapServers: ["%s"], topic: approvals, timeout: 2s}
                      filter: {namespaces: [%s], reasons: [Nothing]}
                    """.formatted(broker.address(), namespace), approve());
            deploy("1.0");
            KeptnTask waits = task("Progressing", "WaitingForAnswer");
            held("web", "1.0");
            List<ConsumerRecord<String, byte[]>> records = broker.records("approvals");
            assertThat(records).extracting(ConsumerRecord::key).containsExactly(namespace + "/web");
            CloudEvent request = Broker.event(records.get(0));
            assertThat(request.getType()).isEqualTo("dev.dromon.task.callback.v1");
            assertThat(data(request).path("task").textValue()).isEqualTo(waits.getMetadata().getName());
            String token = token(request);

            answer(token, YES, 200);

            app("web", "Succeeded");
            runs("web", "1.0");
            assertThat(task("Succeeded", "").getStatus().message).isEqualTo("fine with me");
            answer(token, NO, 409);
            assertThat(jobs()).isEmpty();
            assertThat(broker.end("approvals")).isEqualTo(1);
            assertThat(receiver.asked()).isEmpty();
            nowhere(token);
        }
    }

    @Test
    void aNoFailsThePhaseWithItsWords() {
        apply(sink(), approve());
        deploy("1.0");
        String token = token(taken(1));

        answer(token, NO, 200);

        workload("web-web", "1.0", "Failed");
        assertThat(task("Failed", "CallbackFailed").getStatus().message).isEqualTo("not on a friday");
        eventually(() -> assertThat(events()).filteredOn(e -> "WorkloadPreDeployTasksErrored".equals(e.getReason())).singleElement()
                .satisfies(e -> assertThat(e.getMessage()).contains("approve: not on a friday")));
        held("web", "1.0");
        nowhere(token);
    }

    @Test
    void withoutAnAnswerTheTaskFailsAndALateOneChangesNothing() {
        apply(sink(), approve("timeout: 2s, sink: approvals"));
        deploy("1.0");
        String token = token(taken(1));

        KeptnTask failed = task("Failed", "CallbackTimeout");

        answer(token, YES, 410);
        assertThat(failed.getStatus().message).startsWith("no answer came until ").doesNotContain("never taken");
        workload("web-web", "1.0", "Failed");
        held("web", "1.0");
        assertThat(task("Failed", "CallbackTimeout").getStatus()).usingRecursiveComparison().isEqualTo(failed.getStatus());
    }

    @Test
    void ofManyAnswersAtTheSameTimeOneCounts() {
        apply(sink(), approve());
        deploy("1.0");
        String token = token(taken(1));

        List<CompletableFuture<HttpResponse<String>>> answers = IntStream.range(0, 12)
                .mapToObj(i -> "{\"outcome\":\"" + (i % 2 == 0 ? "succeeded" : "failed") + "\",\"message\":\"answer " + i + "\"}")
                .map(body -> browser.sendAsync(answer(port, token, body), HttpResponse.BodyHandlers.ofString())).toList();

        List<Integer> told = answers.stream().map(a -> a.join().statusCode()).toList();
        assertThat(told).containsOnly(200, 409).filteredOn(status -> status == 200).hasSize(1);
        eventually(() -> assertThat(tasks()).singleElement().satisfies(t -> assertThat(t.getStatus().endTime).isNotNull()));
        CallbackStatus recorded = tasks().get(0).getStatus().callback;
        assertThat(recorded.message).isEqualTo("answer " + told.indexOf(200));
        assertThat(tasks().get(0).getStatus().status.toLowerCase()).isEqualTo(recorded.outcome);
    }

    @Test
    void aRestartBetweenTheRequestAndItsAnswerIsNotNoticed() {
        apply(sink(), approve());
        deploy("1.0");
        String token = token(taken(1));
        task("Progressing", "WaitingForAnswer");
        plane.stopRuntime();
        plane.start(serving());

        eventually(() -> answer(token, YES, 200));

        app("web", "Succeeded");
        assertThat(receiver.asked()).hasSize(1);
    }

    @Test
    void aRestartBeforeTheRequestWasTakenSendsTheSameOneAgain() {
        receiver.behave(Behaviour.reset());
        apply(sink(), approve());
        deploy("1.0");
        task("Progressing", "RequestNotTaken");
        plane.stopRuntime();
        receiver.behave(Behaviour.status(200));
        int before = receiver.asked().size();
        plane.start(serving());

        CloudEvent request = taken(1);

        task("Progressing", "WaitingForAnswer");
        assertThat(before).isPositive();
        assertThat(requests()).extracting(CloudEvent::getId).containsOnly(request.getId());
        assertThat(requests()).extracting(CallbackFlow::token).containsOnly(token(request));
        answer(token(request), YES, 200);
        app("web", "Succeeded");
    }

    @Test
    void aReceiverInTroubleIsAskedAgainAndTheTaskSaysWhatIsWrong() {
        try (Seen<KeptnTask> seen = new Seen<>(client, KeptnTask.class, namespace)) {
            receiver.behave(Behaviour.status(500));
            apply(sink(), approve());
            deploy("1.0");
            assertThat(task("Progressing", "RequestNotTaken").getStatus().message)
                    .isEqualTo("the request was not taken yet and is sent again: the receiver answered 500, and only 200 to 299 means that it has taken an event");
            eventually(() -> assertThat(receiver.asked()).hasSizeGreaterThan(5));
            assertThat(workload("web-web", "1.0", "Progressing").getStatus().conditions).noneMatch(c -> "Blocked".equals(c.getType()) && "True".equals(c.getStatus()));

            receiver.behave(Behaviour.status(204));

            String token = token(taken(1));
            task("Progressing", "WaitingForAnswer");
            assertThat(seen.worlds(w -> w.stream().filter(t -> t.getStatus() != null && "RequestNotTaken".equals(t.getStatus().reason)).count()).stream().filter(n -> n > 0))
                    .as("the same words are written once").hasSize(1);
            answer(token, YES, 200);
            app("web", "Succeeded");
        }
    }

    @Test
    void aReceiverThatDoesNotWantTheRequestIsAskedSomeTimesAndTheTaskFails() {
        receiver.behave(Behaviour.status(404));
        apply(sink(), approve());
        deploy("1.0");

        assertThat(task("Failed", "CallbackRejected").getStatus().message).contains("asked 3 times", "the receiver answered 404");
        assertThat(receiver.asked()).hasSize(3);
        answer(token(requests().get(0)), YES, 410);
        workload("web-web", "1.0", "Failed");
    }

    @Test
    void aSinkThatIsMissingIsNamedAndTheTaskGoesOnWhenItIsThere() {
        apply(approve());
        deploy("1.0");
        task("Progressing", "CallbackSinkUnavailable");
        blocked("CallbackSinkUnavailable", "EventSink approvals, which does not exist");

        apply(sink().replace("namespaces: [" + namespace, "namespaces: [elsewhere"));
        blocked("CallbackSinkUnavailable", "the filter of EventSink approvals lets nothing of app web in namespace " + namespace + " through");
        assertThat(receiver.asked()).isEmpty();

        apply(sink());
        answer(token(taken(1)), YES, 200);
        app("web", "Succeeded");
        assertThat(receiver.asked()).hasSize(1);
    }

    @Test
    void withoutTheRightToTheKeyNobodyIsAskedUntilItIsBack() {
        RoleBinding rights = client.rbac().roleBindings().inNamespace(ControlPlane.SYSTEM).withName("dromon-secrets").require();
        rights.setMetadata(new ObjectMetaBuilder().withName("dromon-secrets").withNamespace(ControlPlane.SYSTEM).withLabels(rights.getMetadata().getLabels()).build());
        client.resource(rights).delete();
        try {
            apply(sink(), approve());
            deploy("1.0");
            task("Pending", "CallbackUnavailable");
            blocked("CallbackUnavailable", "Secret dromon-callbacks in namespace " + ControlPlane.SYSTEM);
            assertThat(receiver.asked()).isEmpty();
        } finally {
            client.resource(rights).createOr(existing -> existing.update());
        }

        answer(token(taken(1)), YES, 200);

        app("web", "Succeeded");
    }

    @Test
    void aKeyThatIsReplacedBeforeTheRequestWasTakenMakesAnotherToken() {
        receiver.behave(Behaviour.status(503));
        apply(sink(), approve());
        deploy("1.0");
        task("Progressing", "RequestNotTaken");
        String old = token(requests().get(0));
        client.secrets().inNamespace(ControlPlane.SYSTEM).withName("dromon-callbacks").delete();
        eventually(() -> assertThat(requests()).extracting(CallbackFlow::token).last().isNotEqualTo(old));
        receiver.behave(Behaviour.status(200));

        String token = token(taken(1));

        assertThat(token).isNotEqualTo(old);
        answer(old, YES, 404);
        answer(token, YES, 200);
        app("web", "Succeeded");
    }

    @Test
    void withoutAnHttpServerNobodyIsAsked() {
        plane.start();
        apply(sink(), approve());
        deploy("1.0");

        assertThat(task("Pending", "CallbackUnavailable").getStatus().message).contains("dromon.http.port is empty");
        assertThat(receiver.asked()).isEmpty();
    }

    @Test
    void aVersionThatIsSupersededWaitsNoMore() {
        apply(sink(), approve());
        deploy("1.0");
        String first = token(taken(1));
        task("Progressing", "WaitingForAnswer");

        deploy("2.0");

        eventually(() -> assertThat(taskStates()).containsExactly("approve 1.0 Deprecated", "approve 2.0 Progressing"));
        answer(first, YES, 410);
        String second = token(taken(2));
        assertThat(second).isNotEqualTo(first);
        answer(second, YES, 200);
        workload("web-web", "2.0", "Succeeded");
        assertThat(taskStates()).containsExactly("approve 1.0 Deprecated", "approve 2.0 Succeeded");
        assertThat(receiver.asked()).hasSize(2);
        nowhere(first);
    }

    @Test
    void whatIsSupersededBeforeItsRequestWasTakenIsNotSentAnyMore() {
        receiver.behave((CloudEvent event) -> Behaviour.status(event.getSubject().endsWith("/1.0") ? 503 : 200));
        apply(sink(), approve());
        deploy("1.0");
        task("Progressing", "RequestNotTaken");

        deploy("2.0");
        eventually(() -> assertThat(taskStates()).containsExactly("approve 1.0 Deprecated", "approve 2.0 Progressing"));
        answer(token(taken(1)), YES, 200);
        workload("web-web", "2.0", "Succeeded");
        long sent = toFirst();

        throughout(Duration.ofSeconds(1), () -> assertThat(toFirst()).isEqualTo(sent));
    }

    private long toFirst() {
        return requests().stream().filter(e -> e.getSubject().endsWith("/1.0")).count();
    }

    @Test
    void aTaskOfAUserAsksToo() {
        apply(sink(), approve());
        create("""
                apiVersion: lifecycle.keptn.sh/v1
                kind: KeptnTask
                metadata: {name: try}
                spec: {taskDefinition: approve, parameters: {map: {text: "just a try"}}}
                """);

        CloudEvent request = taken(1);
        assertThat(data(request).path("parameters").path("text").textValue()).isEqualTo("just a try");
        answer(token(request), YES, 200);
        task("Succeeded", "");
    }

    /** The answer is there before the receiver has said that it got the request, and at the replica that does not lead. */
    @Test
    void everyReplicaTakesAnswersAtOnce() {
        int second = free();
        plane.start(Map.of("dromon.http.port", Integer.toString(port), "dromon.leader.enabled", "true", "dromon.identity", "first"));
        eventually(() -> assertThat(leader()).isEqualTo("first"));
        Properties settings = new Properties();
        settings.putAll(Map.of("dromon.http.port", Integer.toString(second), "dromon.leader.enabled", "true", "dromon.identity", "second"));
        try (KubernetesClient rights = KubeClients.reconciling(plane.runtimeConfig()); Dromon follower = new Dromon(settings, rights).start()) {
            eventually(() -> assertThat(browser.send(answer(second, "Z".repeat(43), YES), HttpResponse.BodyHandlers.ofString()).statusCode()).as("it has its caches").isEqualTo(404));
            receiver.behave((CloudEvent event) -> request -> browser.sendAsync(answer(second, token(event), YES), HttpResponse.BodyHandlers.ofString())
                    .thenAccept(r -> request.response().setStatusCode(r.statusCode()).end()));
            apply(sink(), approve());
            deploy("1.0");

            app("web", "Succeeded");

            assertThat(follower.context().isStarted()).isTrue();
            assertThat(leader()).isEqualTo("first");
            String token = token(taken(1));
            assertThat(receiver.asked()).hasSize(1);
            answer(token, YES, 200);
            answer(token, NO, 409);
            answer("Z".repeat(43), YES, 404);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "callback: {timeout: 1h} | callback needs exactly one of url and sink: none was found",
        "callback: {url: \"http://example.org\", sink: a} | callback needs exactly one of url and sink: both were found",
        "callback: {url: \"ftp://example.org\"} | callback.url must be an address",
        "callback: {url: \"http://user:pass@example.org\"} | callback.url must not contain @ or #",
        "callback: {sink: a, timeout: 500ms} | callback.timeout must be at least 1s",
        "callback: {sink: a, timeout: soon} | callback.timeout must be a number with a unit",
        "callback: {sink: \"\"} | spec.callback.sink",
        "callback: {sink: a}, container: {name: a, image: b} | spec takes only one of container, deno, python, callback, http and camel"})
    void whatIsNoCallbackIsRefused(String spec, String sentence) {
        String definition = "apiVersion: lifecycle.keptn.sh/v1\nkind: KeptnTaskDefinition\nmetadata: {name: wrong}\nspec: {" + spec + "}\n";

        assertThat(plane.kubectlRefused(definition, "apply", "-n", namespace, "-f", "-")).contains(sentence);
    }
}
