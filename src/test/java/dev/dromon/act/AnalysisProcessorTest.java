package dev.dromon.act;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.dromon.analysis.Timeframe;
import dev.dromon.analysis.ValueAnswer;
import dev.dromon.analysis.ValueQuestion;
import dev.dromon.api.Analysis;
import dev.dromon.api.AnalysisDefinition;
import dev.dromon.api.AnalysisValueTemplate;
import dev.dromon.api.KeptnMetricsProvider;
import dev.dromon.gather.AnalysisGather;
import dev.dromon.gather.Kinds;
import dev.dromon.gather.SettingsReader;
import dev.dromon.gather.Triggers;
import dev.dromon.kube.ClusterWriter;
import dev.dromon.kube.KubeCaches;
import dev.dromon.kube.KubeHeaders;
import dev.dromon.kube.PatientMockClient;
import dev.dromon.kube.Trigger;
import dev.dromon.model.Settings;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** From an Analysis and what it refers to, to questions and a status; the providers are played by the test. */
@EnableKubernetesMockClient(crud = true, kubernetesClientBuilderCustomizer = PatientMockClient.class)
class AnalysisProcessorTest {

    private static final Instant START = Instant.parse("2026-01-02T03:04:05.678901Z");

    private static final List<Class<? extends HasMetadata>> KINDS = List.of(Analysis.class, AnalysisDefinition.class, AnalysisValueTemplate.class, KeptnMetricsProvider.class);

    private final KubernetesSerialization yaml = new KubernetesSerialization();
    private final Map<ValueQuestion, CompletableFuture<ValueAnswer>> asked = new LinkedHashMap<>();
    private final List<Timeframe> timeframes = new ArrayList<>();
    private final List<String> woken = new ArrayList<>();
    KubernetesClient client;
    private KubeCaches caches;
    private Instant now = START;
    private boolean ready = true;
    private AnalysisGather gather;
    private AnalysisProcessor processor;

    @BeforeEach
    void start() {
        caches = new KubeCaches(client, Kinds.all(), Optional.empty(), 500);
        restart();
    }

    private void restart() {
        gather = new AnalysisGather(caches, "dromon-system", () -> now);
        processor = new AnalysisProcessor(new ClusterWriter(client, caches), new Played(), client.getKubernetesSerialization(), () -> now, woken::add);
    }

    @AfterEach
    void stop() {
        caches.close();
    }

    private final class Played implements AnalysisValues {

        @Override
        public boolean ready(ValueQuestion question) {
            return ready;
        }

        @Override
        public CompletableFuture<ValueAnswer> ask(ValueQuestion question, Timeframe timeframe) {
            timeframes.add(timeframe);
            CompletableFuture<ValueAnswer> answer = new CompletableFuture<>();
            asked.put(question, answer);
            return answer;
        }
    }

    private void answer(String query, ValueAnswer answer) {
        asked.entrySet().stream().filter(e -> e.getKey().query().equals(query) && !e.getValue().isDone()).findFirst().orElseThrow().getValue().complete(answer);
    }

    private List<String> queries() {
        return asked.keySet().stream().map(ValueQuestion::query).toList();
    }

    // ---- manifests -----------------------------------------------------------------------------------------------------------------------------

    private static String provider(String namespace) {
        return "{apiVersion: metrics.keptn.sh/v1, kind: KeptnMetricsProvider, metadata: {name: prometheus, namespace: " + namespace + "}, spec: {type: prometheus, targetServer: 'http://x:9090'}}";
    }

    private static String template(String namespace, String name, String provider, String query) {
        return "{apiVersion: metrics.keptn.sh/v1, kind: AnalysisValueTemplate, metadata: {name: " + name + ", namespace: " + namespace + "}, spec: {provider: " + provider + ", query: '" + query + "'}}";
    }

    private static String definition(String namespace, String... references) {
        String objectives = String.join(", ", List.of(references).stream().map(r -> "{analysisValueTemplateRef: " + r + ", target: {failure: {greaterThan: {fixedValue: 10}}}, weight: 1}").toList());
        return "{apiVersion: metrics.keptn.sh/v1, kind: AnalysisDefinition, metadata: {name: slo, namespace: " + namespace + "}, spec: {totalScore: {passPercentage: 90, warningPercentage: 50}, "
                + "objectives: [" + objectives + "]}}";
    }

    private static String analysis(String timeframe, String definition) {
        return "{apiVersion: metrics.keptn.sh/v1, kind: Analysis, metadata: {name: run, namespace: shop, generation: 1}, spec: {timeframe: " + timeframe + ", args: {node: n1}, analysisDefinition: "
                + definition + "}}";
    }

    private HasMetadata read(String manifest) {
        Class<? extends HasMetadata> type = KINDS.stream().filter(kind -> manifest.contains("kind: " + kind.getSimpleName() + ",")).findFirst().orElseThrow();
        return yaml.unmarshal("---\n" + manifest, type);
    }

    private void given(String manifest) {
        known(client.resource(read(manifest)).createOr(o -> o.update()));
    }

    private void known(HasMetadata object) {
        String version = object.getMetadata().getResourceVersion();
        await().until(() -> caches.of(object.getClass()).get(object.getMetadata().getNamespace(), object.getMetadata().getName())
                .filter(o -> o.getMetadata().getResourceVersion().equals(version)).isPresent());
    }

    private void all() {
        given(provider("shop"));
        given(template("shop", "cpu", "{name: prometheus}", "cpu{node=\"{{.node}}\"}"));
        given(template("shop", "errors", "{name: prometheus}", "errors"));
        given(definition("shop", "{name: cpu}", "{name: errors}"));
        given(analysis("{recent: 5m}", "{name: slo}"));
    }

    // ---- looks ---------------------------------------------------------------------------------------------------------------------------------

    private Optional<Duration> look() {
        Exchange exchange = new DefaultExchange(new DefaultCamelContext());
        exchange.getMessage().setHeader(KubeHeaders.KEY, "shop/run");
        exchange.getMessage().setBody(client.resources(Analysis.class).inNamespace("shop").withName("run").get());
        gather.process(exchange);
        processor.process(exchange);
        return Optional.ofNullable(exchange.getMessage().getHeader(KubeHeaders.REQUEUE_AFTER, Duration.class));
    }

    private Analysis written() {
        return client.resources(Analysis.class).inNamespace("shop").withName("run").get();
    }

    private Condition condition(String type) {
        return written().getStatus().conditions.stream().filter(c -> type.equals(c.getType())).findFirst().orElse(null);
    }

    private Condition ready() {
        return condition("Ready");
    }

    @Test
    void valuesAreAskedAllAtOnceAndTheVerdictIsWrittenWithTheLastAnswer() {
        all();

        assertThat(look()).isEmpty();

        assertThat(queries()).containsExactly("cpu{node=\"n1\"}", "errors");
        assertThat(timeframes).containsOnly(new Timeframe(Instant.parse("2026-01-02T02:59:05Z"), Instant.parse("2026-01-02T03:04:05Z")));
        assertThat(written().getStatus().state).isEqualTo("Progressing");
        assertThat(written().getStatus().timeframe.from).isEqualTo("2026-01-02T02:59:05Z");
        assertThat(condition("Reconciling")).isNotNull();
        answer("errors", ValueAnswer.of("11"));
        assertThat(woken).containsExactly("shop/run");
        look();
        assertThat(written().getStatus().state).isEqualTo("Progressing");

        answer("cpu{node=\"n1\"}", ValueAnswer.of("1"));
        look();

        assertThat(written().getStatus().state).isEqualTo("Completed");
        assertThat(written().getStatus().warning).isTrue();
        assertThat(written().getStatus().pass).isNull();
        assertThat(written().getStatus().storedValues).isEmpty();
        assertThat(written().getStatus().raw).startsWith("{\"objectiveResults\":[{").endsWith("\"totalScore\":1,\"maximumScore\":2,\"pass\":false,\"warning\":true}");
        assertThat(ready().getStatus()).isEqualTo("True");
        assertThat(ready().getReason()).isEqualTo("PassedWithWarning");
        assertThat(ready().getMessage()).isEqualTo("scored 1 of 2, 50 %; pass from 90 %, warning from 50 %");
        assertThat(condition("Stalled")).isNull();
        assertThat(condition("Reconciling")).isNull();
        assertThat(asked).hasSize(2);
    }

    @Test
    void completedAnalysisIsNeverWrittenAgain() {
        all();
        look();
        answer("errors", ValueAnswer.of("11"));
        answer("cpu{node=\"n1\"}", ValueAnswer.of("11"));
        look();
        String version = written().getMetadata().getResourceVersion();
        assertThat(ready().getReason()).isEqualTo("Failed");
        assertThat(condition("Stalled").getStatus()).isEqualTo("True");

        given(definition("shop", "{name: cpu}"));
        now = now.plusSeconds(1000);
        restart();
        look();

        assertThat(written().getMetadata().getResourceVersion()).isEqualTo(version);
        assertThat(asked).hasSize(2);
    }

    @Test
    void whatIsKnownStaysWhenAnotherProviderIsDownAlsoAcrossARestart() {
        all();
        look();
        answer("cpu{node=\"n1\"}", ValueAnswer.of("1"));
        answer("errors", ValueAnswer.none("the provider cannot be reached"));
        assertThat(look()).hasValue(Duration.ofSeconds(10));

        assertThat(written().getStatus().storedValues).containsOnlyKeys("cpu", "errors");
        assertThat(written().getStatus().storedValues.get("cpu").value).isEqualTo("1");
        assertThat(written().getStatus().storedValues.get("errors").errMsg).isEqualTo("the provider cannot be reached");
        assertThat(ready().getReason()).isEqualTo("ValueMissing");
        assertThat(ready().getMessage()).contains("AnalysisValueTemplate errors: the provider cannot be reached");
        asked.clear();
        restart();
        look();

        assertThat(queries()).containsExactly("errors");
        answer("errors", ValueAnswer.of("2"));
        look();
        assertThat(written().getStatus().pass).isTrue();
    }

    @Test
    void failedQuestionIsAskedAgainWhenItsTimeHasComeAndNothingIsWrittenMeanwhile() {
        all();
        look();
        answer("cpu{node=\"n1\"}", ValueAnswer.of("1"));
        answer("errors", ValueAnswer.none("down"));
        look();
        String version = written().getMetadata().getResourceVersion();
        asked.clear();

        now = now.plusSeconds(9);
        assertThat(look()).hasValue(Duration.ofSeconds(1));
        assertThat(asked).isEmpty();
        now = now.plusSeconds(1);
        assertThat(look()).isEmpty();
        assertThat(queries()).containsExactly("errors");
        answer("errors", ValueAnswer.none("down"));
        assertThat(look()).hasValue(Duration.ofSeconds(20));
        assertThat(written().getMetadata().getResourceVersion()).isEqualTo(version);
    }

    @Test
    void changeOfTheProviderAsksAtOnce() {
        all();
        look();
        answer("cpu{node=\"n1\"}", ValueAnswer.of("1"));
        answer("errors", ValueAnswer.none("down"));
        look();
        asked.clear();

        given(provider("shop").replace("http://x:9090", "http://y:9090").replace("namespace: shop", "namespace: shop, generation: 2"));
        look();

        assertThat(queries()).containsExactly("errors");
    }

    @Test
    void missingThingsAreNamedOneAfterTheOtherAndItBeginsWhenAllAreThere() {
        given(analysis("{recent: 5m}", "{name: slo}"));
        look();
        assertThat(ready().getMessage()).isEqualTo("AnalysisDefinition slo exists neither in namespace shop nor in dromon-system; create it or correct spec.analysisDefinition");
        assertThat(condition("Stalled").getReason()).isEqualTo("DefinitionNotFound");
        assertThat(written().getStatus().state).isEmpty();
        assertThat(written().getStatus().timeframe.to).isEqualTo("2026-01-02T03:04:05Z");

        given(definition("shop", "{name: cpu}"));
        look();
        assertThat(ready().getReason()).isEqualTo("TemplateNotFound");
        assertThat(ready().getMessage()).contains("AnalysisValueTemplate cpu does not exist in namespace shop");
        given(template("shop", "cpu", "{name: prometheus}", "up {{.nood}}"));
        look();
        assertThat(ready().getReason()).isEqualTo("ArgumentMissing");
        assertThat(ready().getMessage()).contains("AnalysisValueTemplate cpu needs the argument 'nood'");
        given(template("shop", "cpu", "{name: prometheus}", "{{ if .node }}"));
        look();
        assertThat(ready().getReason()).isEqualTo("TemplateUnusable");
        given(template("shop", "cpu", "{name: prometheus}", "up {{.node}}"));
        look();
        assertThat(ready().getReason()).isEqualTo("ProviderNotFound");
        assertThat(asked).isEmpty();

        given(provider("shop"));
        now = now.plusSeconds(3600);
        look();

        assertThat(queries()).containsExactly("up n1");
        assertThat(timeframes).as("of the first look").containsExactly(new Timeframe(Instant.parse("2026-01-02T02:59:05Z"), Instant.parse("2026-01-02T03:04:05Z")));
        assertThat(condition("Stalled")).isNull();
    }

    @Test
    void timeframeOfASpecThatWasCorrectedBeforeItBeganIsTakenAnew() {
        given(analysis("{recent: 5m}", "{name: slo}"));
        look();
        Analysis corrected = written();
        corrected.getSpec().timeframe.recent = "10m";
        corrected.getMetadata().setGeneration(2L);
        known(client.resource(corrected).update());
        now = now.plusSeconds(60);
        look();

        assertThat(written().getStatus().timeframe.from).isEqualTo("2026-01-02T02:55:05Z");
        assertThat(written().getStatus().observedGeneration).isEqualTo(2L);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', value = {
        "all in the namespace of the analysis            | shop          | {name: slo}                   | {name: cpu}                 | shop | {name: prometheus}                  | shop",
        "definition in Dromon's own, all else there      | dromon-system | {name: slo}                   | {name: cpu}                 | dromon-system | {name: prometheus}         | dromon-system",
        "definition named elsewhere, template beside it  | slos          | {name: slo, namespace: slos}  | {name: cpu}                 | slos | {name: prometheus}                  | slos",
        "template named elsewhere, provider beside it    | slos          | {name: slo, namespace: slos}  | {name: cpu, namespace: t}   | t    | {name: prometheus}                  | t",
        "template elsewhere, provider beside definition  | slos          | {name: slo, namespace: slos}  | {name: cpu, namespace: t}   | t    | {name: prometheus}                  | slos",
        "provider named elsewhere                        | shop          | {name: slo}                   | {name: cpu}                 | shop | {name: prometheus, namespace: p}    | p"})
    void thingsAreFoundInTheirNamespaces(String name, String definitionIn, String definition, String template, String templateIn, String provider, String providerIn) {
        given(provider(providerIn));
        given(template(templateIn, "cpu", provider, "up"));
        given(definition(definitionIn, template));
        given(analysis("{recent: 5m}", definition));

        look();

        assertThat(asked.keySet()).extracting(ValueQuestion::provider).containsExactly(providerIn + "/prometheus");
    }

    @Test
    void namedNamespaceIsTheOnlyPlace() {
        given(definition("shop", "{name: cpu}"));
        given(analysis("{recent: 5m}", "{name: slo, namespace: slos}"));

        look();

        assertThat(ready().getMessage()).startsWith("AnalysisDefinition slo does not exist in namespace slos;");
    }

    @Test
    void timeframeInTheFutureIsAwaited() {
        all();
        given(analysis("{from: '2026-01-02T03:00:00Z', to: '2026-01-02T03:05:05.678901Z'}", "{name: slo}"));

        assertThat(look()).hasValue(Duration.ofSeconds(60));
        assertThat(asked).isEmpty();
        assertThat(ready().getReason()).isEqualTo("TimeframeNotOver");
        assertThat(condition("Reconciling")).isNotNull();

        now = now.plusSeconds(60);
        look();
        assertThat(timeframes).containsOnly(new Timeframe(Instant.parse("2026-01-02T03:00:00Z"), Instant.parse("2026-01-02T03:05:05.678901Z")));
    }

    @Test
    void definitionThatItsSchemaWouldRefuseIsABlocker() {
        all();
        given(definition("shop", "{name: cpu}").replace("fixedValue: 10", "fixedValue: many"));

        look();

        assertThat(ready().getReason()).isEqualTo("DefinitionInvalid");
        assertThat(asked).isEmpty();
    }

    @Test
    void providerThatIsNotServedYetIsAskedAMomentLater() {
        all();
        ready = false;

        assertThat(look()).hasValue(Duration.ofSeconds(1));
        assertThat(asked).isEmpty();

        ready = true;
        assertThat(look()).isEmpty();
        assertThat(asked).hasSize(2);
    }

    @Test
    void answerForAnAnalysisThatIsGoneWakesNobody() {
        all();
        look();
        client.resources(Analysis.class).inNamespace("shop").withName("run").delete();
        look();

        answer("errors", ValueAnswer.of("1"));

        assertThat(woken).isEmpty();
    }

    @Test
    void whateverAQuestionIsMadeOfWakesIt() {
        all();
        List<Trigger<?>> triggers = new Triggers(caches, new SettingsReader(caches, "dromon-system", Settings.DEFAULT)).analyses();

        for (String manifest : List.of(provider("shop"), template("shop", "errors", "{name: prometheus}", "errors"), definition("shop", "{name: cpu}"))) {
            HasMetadata object = read(manifest);
            assertThat(triggers.stream().filter(t -> t.type() == object.getClass()).flatMap(t -> keys(t, object).stream()).toList()).as(object.getKind()).containsExactly("shop/run");
        }
        look();
        answer("errors", ValueAnswer.of("11"));
        answer("cpu{node=\"n1\"}", ValueAnswer.of("11"));
        look();
        known(written());
        HasMetadata definition = read(definition("shop", "{name: cpu}"));
        assertThat(triggers.stream().filter(t -> t.type() == definition.getClass()).flatMap(t -> keys(t, definition).stream()).toList()).as("when it is completed").isEmpty();
    }

    @SuppressWarnings("unchecked")
    private static <T extends HasMetadata> Collection<String> keys(Trigger<T> trigger, HasMetadata object) {
        return trigger.keys().apply((T) object);
    }
}
