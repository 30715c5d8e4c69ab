package dev.dromon.act;

import dev.dromon.api.KeptnApp;
import dev.dromon.api.KeptnAppContext;
import dev.dromon.api.KeptnAppContextSpec;
import dev.dromon.api.KeptnAppVersion;
import dev.dromon.api.KeptnAppVersionSpec;
import dev.dromon.gather.ManagedApps;
import dev.dromon.gather.Versions;
import dev.dromon.kube.ClusterWriter;
import dev.dromon.model.Names;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.util.List;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/** Body {@link KeptnApp}: makes the KeptnAppVersion of its generation, with the KeptnAppContext as it is now. The body stays. */
public final class AppProcessor implements Processor {

    private final ClusterWriter writer;
    private final Versions versions;

    /** Writes through the writer. */
    public AppProcessor(ClusterWriter writer, Versions versions) {
        this.writer = writer;
        this.versions = versions;
    }

    @Override
    public void process(Exchange exchange) {
        KeptnApp app = exchange.getMessage().getBody(KeptnApp.class);
        List<KeptnAppVersion> all = versions.ofApp(app.getMetadata().getNamespace(), app.getMetadata().getName());
        long generation = app.getMetadata().getGeneration();
        if (all.stream().noneMatch(v -> Versions.generation(v) >= generation)) {
            writer.create(version(app, all.stream().reduce((older, newer) -> newer)));
        }
    }

    private KeptnAppVersion version(KeptnApp app, Optional<KeptnAppVersion> newest) {
        KeptnAppVersion version = new KeptnAppVersion();
        long generation = app.getMetadata().getGeneration();
        version.setMetadata(new ObjectMetaBuilder().withName(Names.appVersion(app.getMetadata().getName(), app.getSpec().version, generation))
                .withNamespace(app.getMetadata().getNamespace()).withLabels(ManagedApps.managed(app) ? ManagedApps.LABEL : null).withOwnerReferences(ClusterWriter.controlledBy(app)).build());
        KeptnAppVersionSpec spec = new KeptnAppVersionSpec();
        context(app).ifPresent(context -> copy(context, spec));
        spec.appName = app.getMetadata().getName();
        spec.version = app.getSpec().version;
        spec.revision = app.getSpec().revision;
        spec.workloads = app.getSpec().workloads;
        spec.previousVersion = newest.map(n -> n.getSpec().version).filter(v -> !v.equals(app.getSpec().version)).orElse(null);
        spec.appGeneration = generation;
        version.setSpec(spec);
        return version;
    }

    /** A cache may not have seen yet what was applied just before the app, and a version keeps its context for good: so it is asked for. */
    private Optional<KeptnAppContextSpec> context(KeptnApp app) {
        return writer.ask(KeptnAppContext.class, app.getMetadata().getNamespace(), app.getMetadata().getName()).map(KeptnAppContext::getSpec);
    }

    private static void copy(KeptnAppContextSpec context, KeptnAppVersionSpec spec) {
        spec.preDeploymentTasks = context.preDeploymentTasks;
        spec.postDeploymentTasks = context.postDeploymentTasks;
        spec.promotionTasks = context.promotionTasks;
        spec.preDeploymentEvaluations = context.preDeploymentEvaluations;
        spec.postDeploymentEvaluations = context.postDeploymentEvaluations;
        spec.metadata = context.metadata;
        spec.spanLinks = context.spanLinks;
    }
}
