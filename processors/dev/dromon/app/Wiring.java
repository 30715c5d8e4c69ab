package dev.dromon.app;

import dev.dromon.act.AnalysisProcessor;
import dev.dromon.act.AppDiscoveryProcessor;
import dev.dromon.act.AppProcessor;
import dev.dromon.act.ApprovalProcessor;
import dev.dromon.act.ApprovalPruneProcessor;
import dev.dromon.act.CheckAggregation;
import dev.dromon.act.CheckCreateProcessor;
import dev.dromon.act.CheckFactory;
import dev.dromon.act.DeliveryLedger;
import dev.dromon.act.EvaluationProcessor;
import dev.dromon.act.HistoryProcessor;
import dev.dromon.act.HoldMemory;
import dev.dromon.act.HoldReader;
import dev.dromon.act.InterventionProcessor;
import dev.dromon.act.JobFactory;
import dev.dromon.act.KeptnConfigSinkProcessor;
import dev.dromon.act.Outbox;
import dev.dromon.act.OutboxForgetter;
import dev.dromon.act.OutboxReader;
import dev.dromon.act.OutboxWriter;
import dev.dromon.act.PodReleaseProcessor;
import dev.dromon.act.RunCommitProcessor;
import dev.dromon.act.RunDecideProcessor;
import dev.dromon.act.RunSummaryProcessor;
import dev.dromon.act.Sinks;
import dev.dromon.act.TaskEndingProcessor;
import dev.dromon.act.TaskProcessor;
import dev.dromon.act.UntoldEvents;
import dev.dromon.act.WorkloadProcessor;
import dev.dromon.act.WorkloadVersionProcessor;
import dev.dromon.admission.Admission;
import dev.dromon.api.EventSink;
import dev.dromon.call.CallSteps;
import dev.dromon.call.Calls;
import dev.dromon.call.UserRoutes;
import dev.dromon.callback.AnswerRecorder;
import dev.dromon.callback.Callbacks;
import dev.dromon.gather.AnalysisGather;
import dev.dromon.gather.AppRequestGather;
import dev.dromon.gather.AppVersionGather;
import dev.dromon.gather.CallGather;
import dev.dromon.gather.CheckReader;
import dev.dromon.gather.Definitions;
import dev.dromon.gather.EvaluationGather;
import dev.dromon.gather.FlowReader;
import dev.dromon.gather.Kinds;
import dev.dromon.gather.PodGather;
import dev.dromon.gather.RequestGather;
import dev.dromon.gather.SettingsReader;
import dev.dromon.gather.Settled;
import dev.dromon.gather.Subjects;
import dev.dromon.gather.TaskGather;
import dev.dromon.gather.Triggers;
import dev.dromon.gather.Versions;
import dev.dromon.gather.WorkloadVersionGather;
import dev.dromon.hook.AnswerAction;
import dev.dromon.hook.RestartAction;
import dev.dromon.hook.TaskAction;
import dev.dromon.hook.WebhookAction;
import dev.dromon.hook.WebhookHistoryProcessor;
import dev.dromon.hook.WebhookResponder;
import dev.dromon.hook.WebhookTriggerProcessor;
import dev.dromon.hook.WebhookTriggers;
import dev.dromon.http.ResponderProcessor;
import dev.dromon.kube.ClusterWriter;
import dev.dromon.kube.Keys;
import dev.dromon.kube.KubeCaches;
import dev.dromon.kube.KubeComponent;
import dev.dromon.metric.MetricProcessor;
import dev.dromon.metric.MetricsProviders;
import dev.dromon.metric.ProviderValues;
import dev.dromon.query.EventApi;
import dev.dromon.query.GaugesResponder;
import dev.dromon.query.MetricResponder;
import dev.dromon.sink.DeliveryAccount;
import dev.dromon.sink.EventSinks;
import dev.dromon.sink.FedSinks;
import dev.dromon.sink.FeedComponent;
import dev.dromon.sink.FeedDeliverProcessor;
import dev.dromon.sink.FeedFailureProcessor;
import dev.dromon.sink.FeedReadProcessor;
import dev.dromon.sink.FeedServeProcessor;
import dev.dromon.sink.FeedTakenProcessor;
import dev.dromon.sink.HttpCalls;
import dev.dromon.sink.HttpDeliverProcessor;
import dev.dromon.sink.KafkaAwaitProcessor;
import dev.dromon.sink.KafkaSendProcessor;
import dev.dromon.sink.KubernetesEventSink;
import dev.dromon.sink.RequestTargets;
import dev.dromon.sink.SinkFailureProcessor;
import dev.dromon.sink.SinkOutboxReader;
import dev.dromon.sink.SinkServeProcessor;
import dev.dromon.sink.SinkStatusProcessor;
import dev.dromon.sink.SinkTakenProcessor;
import dev.dromon.telemetry.HealthResponder;
import dev.dromon.telemetry.MetricsResponder;
import dev.dromon.telemetry.Telemetry;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;

/** Makes all beans that the routes name, from the settings and one Kubernetes client. */
final class Wiring {

    private static final long PAGE = 500;

    private final Map<String, Object> beans = new LinkedHashMap<>();
    private final Config config;
    private final KubernetesClient client;
    private final InstantSource clock;
    private final Telemetry telemetry;
    private final KubeCaches caches;
    private final ClusterWriter writer;
    private final Versions versions;
    private final SettingsReader settings;
    private final Definitions definitions;
    private final Sinks sinks;
    private final DeliveryLedger ledger;
    private final Outbox outbox;
    private final AnswerRecorder answers;
    private final EventSinks eventSinks;
    private final FedSinks fedSinks;
    private final Subjects subjects = new Subjects();
    private final FlowReader flows;
    private final Optional<UserRoutes> userRoutes;
    private final Optional<Admission> admission;

    Wiring(Config config, KubernetesClient client, InstantSource clock, Telemetry telemetry) {
        this.telemetry = telemetry;
        this.config = config;
        this.client = client;
        this.clock = clock;
        this.caches = new KubeCaches(client, Kinds.all(), config.watchNamespace(), PAGE);
        caches.hold();
        this.writer = new ClusterWriter(client, caches);
        this.versions = new Versions(caches);
        this.flows = new FlowReader(caches, subjects, config.cluster());
        this.settings = new SettingsReader(caches, config.namespace(), config.settings());
        this.definitions = new Definitions(caches, config.namespace());
        this.sinks = new Sinks(KubernetesEventSink.NAME, caches);
        this.ledger = new DeliveryLedger(sinks);
        this.outbox = new Outbox(ledger);
        this.answers = AnswerRecorder.of(caches, writer, client.getKubernetesSerialization(), config.leader().isEmpty());
        this.eventSinks = new EventSinks(client, config.namespace(), clock);
        this.userRoutes = config.camelRoutes().map(UserRoutes::load);
        KubeComponent component = new KubeComponent();
        component.setCaches(caches);
        this.fedSinks = new FedSinks(eventSinks, sink -> component.ask("event-sink-status", sink));
        component.setListener(telemetry.loops());
        beans.put("kube", component);
        triggers();
        settled();
        pods();
        discovery();
        runs();
        checks();
        events();
        eventSinks(component);
        webhooks(component);
        callbacks();
        config.metrics().ifPresent(terms -> metrics(component, terms));
        calls(component);
        config.httpPort().ifPresent(port -> http(component));
        this.admission = config.admission().map(terms -> new Admission(terms, new Admission.Scope(config.namespace(), config.watchNamespace()), new Admission.Parts(client, caches, writer, clock)));
        admission.ifPresent(served -> beans.putAll(served.beans()));
    }

    private void triggers() {
        Triggers triggers = new Triggers(caches, settings);
        beans.put("podTriggers", triggers.pods());
        beans.put("workloadTriggers", triggers.workloads());
        beans.put("appTriggers", triggers.apps());
        beans.put("appVersionTriggers", triggers.appVersions());
        beans.put("workloadVersionTriggers", triggers.workloadVersions());
        beans.put("taskTriggers", triggers.tasks());
        beans.put("requestTriggers", triggers.requests());
        beans.put("callTriggers", triggers.calls());
        beans.put("evaluationTriggers", triggers.evaluations());
        beans.put("approvalTriggers", triggers.approvals());
        beans.put("deliveryTriggers", triggers.deliveries());
        beans.put("webhookTriggerTriggers", triggers.webhookTriggers());
        beans.put("feedTriggers", triggers.feeds());
        beans.put("keptnConfigSinkTriggers", triggers.sinksOfConfig(KeptnConfigSinkProcessor.NAMES));
    }

    private void settled() {
        Settled settled = new Settled(caches);
        bind("podSettled", settled::pod);
        bind("versionSettled", settled::version);
        bind("taskSettled", settled::task);
        bind("requestSettled", settled::request);
        bind("evaluationSettled", settled::evaluation);
        bind("eventsTold", version -> settled.told(version, KubernetesEventSink.NAME) && !ledger.ahead(version, Outbox.recorded(version)));
    }

    private void bind(String name, Predicate<HasMetadata> settled) {
        beans.put(name, settled);
    }

    private void pods() {
        beans.put("podGather", new PodGather(caches, versions));
        beans.put("podRelease", new PodReleaseProcessor(writer, telemetry.flow(), clock));
        beans.put("podApproval", new ApprovalProcessor(writer, caches));
        HoldMemory memory = new HoldMemory();
        beans.put("podHold", new HoldReader(subjects, memory, clock));
        beans.put("podHoldTold", memory);
        beans.put("approvalPrune", new ApprovalPruneProcessor(writer, caches, versions));
    }

    private void discovery() {
        KubernetesSerialization serialization = client.getKubernetesSerialization();
        beans.put("workload", new WorkloadProcessor(writer, versions, serialization));
        beans.put("workloadVersion", new WorkloadVersionProcessor(writer, versions, caches, serialization));
        beans.put("appRequestGather", new AppRequestGather(versions));
        beans.put("appDiscovery", new AppDiscoveryProcessor(writer, settings, clock, serialization));
        beans.put("app", new AppProcessor(writer, versions));
        beans.put("runSummary", new RunSummaryProcessor(writer, versions, clock));
        beans.put("appHistory", history(a -> versions.ofApp(a.getMetadata().getNamespace(), a.getMetadata().getName())));
        beans.put("workloadHistory", history(w -> versions.ofWorkload(w.getMetadata().getNamespace(), w.getMetadata().getName())));
    }

    private HistoryProcessor history(Function<HasMetadata, List<? extends HasMetadata>> of) {
        HistoryProcessor.Terms terms = new HistoryProcessor.Terms(config.historyLimit(), config.eventsKeep(), new UntoldEvents(sinks, outbox), this::lost);
        return new HistoryProcessor(writer, terms, clock, of);
    }

    private void lost(HasMetadata version, UntoldEvents.Missing missing) {
        eventSinks.lost(missing.sink(), missing.events());
        telemetry.deliveries().lost(missing.sink(), missing.events());
    }

    private void runs() {
        CheckReader reader = new CheckReader(caches, definitions);
        CheckFactory factory = new CheckFactory(definitions);
        beans.put("appVersionGather", new AppVersionGather(versions, reader, settings, clock, caches));
        beans.put("workloadVersionGather", new WorkloadVersionGather(versions, reader, settings, clock, caches));
        beans.put("runDecide", new RunDecideProcessor());
        beans.put("taskCreate", new CheckCreateProcessor(factory::task, writer, reader));
        beans.put("evaluationCreate", new CheckCreateProcessor(factory::evaluation, writer, reader));
        beans.put("checkAggregation", new CheckAggregation());
        beans.put("runCommit", new RunCommitProcessor(writer, ledger, telemetry.flow()));
        beans.put("interventionDone", new InterventionProcessor(writer));
    }

    private void checks() {
        beans.put("taskGather", new TaskGather(caches, definitions, clock));
        beans.put("taskEnding", new TaskEndingProcessor(writer, caches));
        beans.put("task", new TaskProcessor(writer, new JobFactory(config.images()), caches, telemetry.flow()));
        beans.put("evaluationGather", new EvaluationGather(caches, definitions, clock));
        beans.put("evaluation", new EvaluationProcessor(writer, telemetry.flow()));
    }

    private void events() {
        String sink = KubernetesEventSink.NAME;
        beans.put("outboxRead", new OutboxReader(sink, ledger, config.naming(), subjects));
        beans.put("outboxWrite", new OutboxWriter(sink, ledger, writer, telemetry.deliveries()));
        beans.put("appOutboxForget", new OutboxForgetter("KeptnAppVersion", ledger));
        beans.put("workloadOutboxForget", new OutboxForgetter("KeptnWorkloadVersion", ledger));
        beans.put("kubernetesEvent", new KubernetesEventSink(client, config.identity()));
    }

    private void eventSinks(KubeComponent component) {
        DeliveryAccount account = new DeliveryAccount(outbox, component);
        feeds();
        SinkOutboxReader.Source source = new SinkOutboxReader.Source(outbox, versions::all, versions::heard, flows::of);
        beans.put("eventSinks", eventSinks);
        beans.put("sinkServe", new SinkServeProcessor(eventSinks, account));
        beans.put("sinkStatus", new SinkStatusProcessor(eventSinks, fedSinks, writer, client.getKubernetesSerialization(), clock, telemetry.deliveries()));
        beans.put("keptnConfigSink", new KeptnConfigSinkProcessor(writer, settings, caches));
        beans.put("sinkOutboxRead", new SinkOutboxReader(eventSinks, source, config.naming(), clock));
        beans.put("httpDeliver", new HttpDeliverProcessor(eventSinks));
        beans.put("kafkaSend", new KafkaSendProcessor(eventSinks));
        beans.put("kafkaAwait", new KafkaAwaitProcessor(eventSinks));
        beans.put("sinkTaken", new SinkTakenProcessor(eventSinks, account));
        beans.put("sinkFailure", new SinkFailureProcessor(eventSinks, account, clock));
    }

    private void feeds() {
        beans.put("fedSinks", fedSinks);
        beans.put("feed", new FeedComponent(fedSinks));
        beans.put("feedServe", new FeedServeProcessor(fedSinks, name -> caches.of(EventSink.class).get(null, name)));
        beans.put("feedRead", new FeedReadProcessor(fedSinks, clock));
        beans.put("feedDeliver", new FeedDeliverProcessor(fedSinks));
        beans.put("feedTaken", new FeedTakenProcessor(fedSinks));
        beans.put("feedFailure", new FeedFailureProcessor(fedSinks, clock));
    }

    private void webhooks(KubeComponent component) {
        Optional<WebhookTriggers> served = config.httpPort().map(port -> new WebhookTriggers(caches, System::nanoTime));
        beans.put("webhookTrigger", new WebhookTriggerProcessor(served, writer, client.getKubernetesSerialization(), clock));
        beans.put("webhookHistory", new WebhookHistoryProcessor(writer, caches, clock));
        served.ifPresent(triggers -> {
            List<WebhookAction> actions = List.of(new TaskAction(writer, definitions, caches), new RestartAction(writer), new AnswerAction(answers, clock));
            beans.put("hook", new ResponderProcessor("POST", new WebhookResponder(triggers, actions, clock)));
            triggers.serve(key -> component.ask("reconcile-webhook-trigger", key));
        });
    }

    private void callbacks() {
        beans.put("requestGather", new RequestGather(caches, definitions, clock));
        beans.putAll(Callbacks.steps(new Callbacks.Terms(config.namespace(), config.cluster(), config.httpPort().isPresent()),
                new Callbacks.Parts(caches, writer, answers, new RequestTargets(eventSinks, fedSinks), clock)));
    }

    private void metrics(KubeComponent component, Config.Metrics terms) {
        MetricsProviders providers = new MetricsProviders(caches, terms.allowLocal());
        Consumer<String> wake = key -> component.ask("reconcile-metric", key);
        beans.put("metricsProviders", providers);
        beans.put("metric", new MetricProcessor(providers, writer, client.getKubernetesSerialization(), clock, wake));
        providers.serve(wake);
        beans.put("analysisTriggers", new Triggers(caches, settings).analyses());
        bind("analysisSettled", new Settled(caches)::analysis);
        beans.put("analysisGather", new AnalysisGather(caches, config.namespace(), clock));
        beans.put("analysis", new AnalysisProcessor(writer, new ProviderValues(providers), client.getKubernetesSerialization(), clock, key -> component.ask("reconcile-analysis", key)));
    }

    private void calls(KubeComponent component) {
        beans.put("callGather", new CallGather(caches, clock));
        Map<String, Object> steps = CallSteps.of(new CallSteps.Parts(writer, new HttpCalls(config.localCalls(), clock), userRoutes, clock,
                key -> component.ask("task-call", key)));
        beans.putAll(steps);
        Settled settled = new Settled(caches);
        Calls calls = (Calls) steps.get("calls");
        bind("callSettled", task -> settled.call(task) && !calls.knows(Keys.key(task)));
    }

    private void http(KubeComponent component) {
        beans.put("metrics", new ResponderProcessor("GET", new MetricsResponder(telemetry, new MetricsResponder.Source(component, caches, sinks, eventSinks))));
        beans.put("live", new ResponderProcessor("GET", HealthResponder.live(component::getCamelContext)));
        beans.put("ready", new ResponderProcessor("GET", HealthResponder.ready(component::getCamelContext)));
        EventApi events = new EventApi(new EventApi.Source(caches, flows, config.naming(), config.watchNamespace()), client);
        beans.put("eventsPage", new ResponderProcessor("GET", events.pages()));
        beans.put("eventsStream", new ResponderProcessor("GET", events.streams()));
        beans.put("metricValue", new ResponderProcessor("GET", MetricResponder.of(caches, client, config.watchNamespace())));
        beans.put("metricValues", new ResponderProcessor("GET", GaugesResponder.metrics(caches, client, config.watchNamespace())));
        beans.put("analysisResults", new ResponderProcessor("GET", GaugesResponder.analyses(caches, client, config.watchNamespace())));
    }

    /** Bean name to bean. */
    Map<String, Object> beans() {
        return beans;
    }

    /** The operator's routes; empty when there are none. */
    Optional<UserRoutes> userRoutes() {
        return userRoutes;
    }

    /** The admission webhook; empty when there is none. */
    Optional<Admission> admission() {
        return admission;
    }

    KubeCaches caches() {
        return caches;
    }

    KubeComponent component() {
        return (KubeComponent) beans.get("kube");
    }
}
