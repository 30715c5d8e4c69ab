package dev.dromon.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.dromon.api.CallStatus;
import dev.dromon.api.CamelTaskSpec;
import dev.dromon.api.KeptnTask;
import dev.dromon.api.KeptnTaskSpec;
import dev.dromon.api.TaskContext;
import dev.dromon.api.TaskParameters;
import dev.dromon.call.UserRoutes.UnusableRoutesException;
import dev.dromon.gather.CallGather.CallRun;
import dev.dromon.task.Call;
import dev.dromon.task.CallOutcome;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Routes of an operator, really loaded and really called. */
class UserRoutesTest {

    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

    @TempDir
    private Path folder;
    private UserRoutes routes;

    @AfterEach
    void stop() {
        Optional.ofNullable(routes).ifPresent(UserRoutes::close);
    }

    private void load(String... contents) throws IOException {
        for (int i = 0; i < contents.length; i++) {
            Files.writeString(folder.resolve(i + ".yaml"), contents[i]);
        }
        routes = UserRoutes.load(folder);
        routes.start();
    }

    private static String route(String name, String steps) {
        return "- route: {id: " + name + ", from: {uri: 'direct:" + name + "', steps: [" + steps + "]}}\n";
    }

    private static CallRun run(String route, Map<String, String> parameters) {
        KeptnTask task = new KeptnTask();
        task.setMetadata(new ObjectMetaBuilder().withName("pre-ask-1").withNamespace("shop").withUid("uid").build());
        task.setSpec(new KeptnTaskSpec());
        task.getSpec().taskDefinition = "ask";
        task.getSpec().context = new TaskContext();
        task.getSpec().context.appName = "web";
        task.getSpec().parameters = new TaskParameters();
        task.getSpec().parameters.map.putAll(parameters);
        CallStatus wanted = new CallStatus();
        wanted.camel = new CamelTaskSpec();
        wanted.camel.route = route;
        return new CallRun(task, wanted, new Call("uid", NOW.plus(Duration.ofMinutes(5))), NOW);
    }

    private CallOutcome outcome(String route, Map<String, String> parameters) throws Exception {
        return new CamelCaller(Optional.of(routes)).begin(run(route, parameters)).outcome().get(1, TimeUnit.MINUTES);
    }

    @Test
    void theBodyIsTheMessageOfSuccess() throws Exception {
        load(route("say", "{setBody: {simple: '${header.team} ${header.KeptnAppName} ${header.KeptnTask} ${header.KeptnNamespace} ${header.Idempotency-Key}'}}"));

        assertThat(outcome("say", Map.of("team", "red"))).isEqualTo(CallOutcome.succeeded("red web pre-ask-1 shop uid-1"));
    }

    @Test
    void theContextIsTheBody() throws Exception {
        load(route("echo", "{setProperty: {name: x, constant: y}}"));

        assertThat(outcome("echo", Map.of()).detail().message()).startsWith("{\"workloadName\":\"\",\"appName\":\"web\"");
    }

    @Test
    void anExceptionIsAFailure() throws Exception {
        load(route("fail", "{throwException: {exceptionType: java.lang.IllegalStateException, message: 'closed for ${header.KeptnAppName}'}}"));

        assertThat(outcome("fail", Map.of())).isEqualTo(CallOutcome.failed("RouteFailed", "closed for web"));
    }

    /** A text is a text: it is not read for expressions, whatever language a route is written in. */
    @Test
    void aParameterIsNoProgram() throws Exception {
        load(route("say", "{setBody: {simple: '${header.it}'}}"));

        assertThat(outcome("say", Map.of("it", "${sys.java.version} ${bean:x}")).detail().message()).isEqualTo("${sys.java.version} ${bean:x}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"CamelHttpUri", "camelFileName", "KeptnAppName", "Idempotency-Key", "org.apache.camel.x", "a b", "1", ""})
    void namesOfHeadersThatSteerAreRefused(String name) throws Exception {
        load(route("say", "{setBody: {constant: x}}"));

        assertThatThrownBy(() -> outcome("say", Map.of(name, "x"))).isInstanceOfSatisfying(CannotCall.class, e -> assertThat(e.blocker().reason()).isEqualTo("CamelParameterInvalid"));
    }

    @Test
    void onlyRoutesThatBeginWithDirectCanBeCalledByTheirName() throws Exception {
        load(route("one", "{setBody: {constant: x}}") + "- route: {id: other, from: {uri: 'direct:two?timeout=1', steps: [{setBody: {constant: y}}]}}", route("three", "{setBody: {constant: z}}"));

        assertThat(routes.names()).containsExactly("one", "three", "two");
        assertThat(outcome("two", Map.of()).detail().message()).isEqualTo("y");
        assertThatThrownBy(() -> outcome("other", Map.of())).isInstanceOf(CannotCall.class)
                .hasMessageContaining("expected in spec.camel.route one of the routes [one, three, two], found other");
        assertThatThrownBy(() -> outcome("one?x=y", Map.of())).isInstanceOf(CannotCall.class);
    }

    @Test
    void withoutADirectoryNothingIsCalled() {
        assertThatThrownBy(() -> new CamelCaller(Optional.empty()).begin(run("say", Map.of()))).isInstanceOfSatisfying(CannotCall.class, e -> {
            assertThat(e.blocker().reason()).isEqualTo("CamelUnavailable");
            assertThat(e.blocker().message()).contains("dromon.camel.routes");
        });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "- route: {from: {uri: 'direct:x', steps: [{nonsense: {}}]}} | Unknown node id: nonsense",
        "- route: [ | while parsing a flow node",
        "hello | found: no route",
        "`` | Resource is empty",
        "- route: {from: {uri: 'direct:x', steps: [{to: {uri: 'nope:x'}}]}} | No endpoint could be found for: nope://x",
        "- route: {from: {uri: 'direct:x', steps: [{to: {uri: 'kubernetes-secrets:x'}}]}} | component kubernetes-secrets is not for routes of tasks",
        "- route: {from: {uri: 'direct:x', steps: [{to: {uri: 'kube:KeptnTask'}}]}} | component kube is not for routes of tasks",
        "- route: {from: {uri: 'direct:x', steps: [{process: {ref: kubernetesClient}}]}} | kubernetesClient"})
    void aFileThatCannotBeUsedIsNamedInOneSentence(String content, String sentence) {
        assertThatThrownBy(() -> load(content)).isInstanceOf(UnusableRoutesException.class).hasMessageContaining(sentence).hasMessageContaining("dromon.camel.routes")
                .satisfies(e -> assertThat(e.getMessage().lines()).hasSize(1));
    }

    @Test
    void aDirectoryThatIsNoneIsNamed() {
        assertThatThrownBy(() -> UserRoutes.load(folder.resolve("nothing"))).isInstanceOf(UnusableRoutesException.class).hasMessageContaining("cannot be listed");
    }

    @Test
    void whatIsLeftIsInterrupted() throws Exception {
        load(route("wait", "{delay: {constant: 3600000}}"));
        Calls.Begun begun = new CamelCaller(Optional.of(routes)).begin(run("wait", Map.of()));
        await().until(UserRoutesTest::running);

        begun.leave().run();

        await().until(() -> !running());
    }

    private static boolean running() {
        return Thread.getAllStackTraces().entrySet().stream().filter(e -> e.getKey().getName().equals("camel-task"))
                .anyMatch(e -> Arrays.stream(e.getValue()).anyMatch(frame -> frame.getClassName().equals(UserRoutes.class.getName())));
    }

    @ParameterizedTest
    @CsvSource({"00,23,true", "25,26,false"})
    void theExampleHoldsWhatIsOutsideOfTheWindow(String from, String to, boolean open) throws Exception {
        load(Files.readString(Path.of("examples", "change-window", "routes", "change-window.yaml")));

        CallOutcome outcome = outcome("change-window", Map.of("from", from, "to", to));

        assertThat(outcome.detail().message()).startsWith(open ? "the change window is open until 23" : "no changes of web at this hour, only from 25 to 26");
        assertThat(outcome.kind()).isEqualTo(open ? CallOutcome.Kind.SUCCEEDED : CallOutcome.Kind.FAILED);
    }
}
