package dev.dromon.act;

import dev.dromon.api.KeptnApp;
import dev.dromon.api.KeptnAppCreationRequest;
import dev.dromon.api.KeptnAppSpec;
import dev.dromon.api.KeptnWorkload;
import dev.dromon.api.KeptnWorkloadRef;
import dev.dromon.discovery.AppDecider;
import dev.dromon.discovery.AppDecision;
import dev.dromon.discovery.AppMember;
import dev.dromon.gather.AppRequestGather.AppRequestRun;
import dev.dromon.gather.ManagedApps;
import dev.dromon.gather.SettingsReader;
import dev.dromon.kube.ClusterWriter;
import dev.dromon.kube.KubeHeaders;
import dev.dromon.kube.Times;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/** Body {@link AppRequestRun}: waits, or makes the KeptnApp and takes the request away. */
public final class AppDiscoveryProcessor implements Processor {

    private static final Duration AFTER_OLD_CACHE = Duration.ofMillis(100);

    private final ClusterWriter writer;
    private final SettingsReader settings;
    private final InstantSource clock;
    private final KubernetesSerialization serialization;

    /** Writes through the writer. */
    public AppDiscoveryProcessor(ClusterWriter writer, SettingsReader settings, InstantSource clock, KubernetesSerialization serialization) {
        this.writer = writer;
        this.settings = settings;
        this.clock = clock;
        this.serialization = serialization;
    }

    @Override
    public void process(Exchange exchange) {
        AppRequestRun run = exchange.getMessage().getBody(AppRequestRun.class);
        AppDecision decision = AppDecider.decide(run.request(), settings.current(), Times.now(clock));
        if (decision.kind() == AppDecision.Kind.UPDATE && !current(run)) {
            exchange.getMessage().setHeader(KubeHeaders.REQUEUE_AFTER, AFTER_OLD_CACHE);
            return;
        }
        switch (decision.kind()) {
            case WAIT -> decision.waiting().ifPresent(wait -> exchange.getMessage().setHeader(KubeHeaders.REQUEUE_AFTER, wait));
            case CREATE -> decision.app().ifPresent(app -> writer.create(app(run.source(), app)));
            case UPDATE -> decision.app().ifPresent(app -> update(run, app));
            case NOTHING -> { }
        }
        if (decision.kind() != AppDecision.Kind.WAIT) {
            writer.delete(run.source());
        }
    }

    /** An app that is there is changed only by what its workloads are now: an old cache would take it back to a version that is over. */
    private boolean current(AppRequestRun run) {
        Map<String, String> seen = run.request().members().stream().collect(Collectors.toMap(AppMember::object, AppMember::version));
        return writer.askAll(KeptnWorkload.class, run.source().getMetadata().getNamespace()).stream().filter(w -> run.request().appName().equals(w.getSpec().app))
                .collect(Collectors.toMap(w -> w.getMetadata().getName(), w -> w.getSpec().version)).equals(seen);
    }

    private static KeptnApp app(KeptnAppCreationRequest request, AppDecision.App wanted) {
        KeptnApp app = new KeptnApp();
        app.setMetadata(new ObjectMetaBuilder().withName(request.getSpec().appName).withNamespace(request.getMetadata().getNamespace()).withLabels(ManagedApps.LABEL)
                .withAnnotations(request.getMetadata().getAnnotations()).build());
        app.setSpec(new KeptnAppSpec());
        app.getSpec().revision = 1;
        fill(app.getSpec(), wanted);
        return app;
    }

    private void update(AppRequestRun run, AppDecision.App wanted) {
        KeptnApp changed = serialization.clone(run.existing().orElseThrow());
        fill(changed.getSpec(), wanted);
        writer.update(changed);
    }

    private static void fill(KeptnAppSpec spec, AppDecision.App wanted) {
        spec.version = wanted.version();
        spec.workloads = List.copyOf(wanted.workloads().stream().map(AppDiscoveryProcessor::workload).toList());
    }

    private static KeptnWorkloadRef workload(AppDecision.Workload wanted) {
        KeptnWorkloadRef workload = new KeptnWorkloadRef();
        workload.name = wanted.name();
        workload.version = wanted.version();
        return workload;
    }
}
