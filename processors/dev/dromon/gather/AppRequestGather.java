package dev.dromon.gather;

import dev.dromon.api.KeptnApp;
import dev.dromon.api.KeptnAppCreationRequest;
import dev.dromon.api.KeptnWorkload;
import dev.dromon.discovery.AppDecider;
import dev.dromon.discovery.AppDecision;
import dev.dromon.discovery.AppMember;
import dev.dromon.kube.Times;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.time.Instant;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/** Body KeptnAppCreationRequest to {@link AppRequestRun}. */
public final class AppRequestGather implements Processor {

    private final Versions versions;

    /** Reads through the given reader. */
    public AppRequestGather(Versions versions) {
        this.versions = versions;
    }

    /** A creation request, the KeptnApp it asks for as it is, and what was observed of both. */
    public record AppRequestRun(KeptnAppCreationRequest source, Optional<KeptnApp> existing, AppDecider.Request request) {
    }

    @Override
    public void process(Exchange exchange) {
        KeptnAppCreationRequest source = exchange.getMessage().getBody(KeptnAppCreationRequest.class);
        String namespace = source.getMetadata().getNamespace();
        Optional<KeptnApp> app = versions.app(namespace, source.getSpec().appName);
        AppDecider.Request request = new AppDecider.Request(source.getSpec().appName, created(source), ManagedApps.singleService(source),
                versions.workloadsOf(namespace, source.getSpec().appName).stream().map(this::member).toList(), app.map(AppRequestGather::existing),
                app.filter(a -> !ManagedApps.managed(a)).isPresent());
        exchange.getMessage().setBody(new AppRequestRun(source, app, request));
    }

    private AppMember member(KeptnWorkload workload) {
        Instant own = created(workload);
        Instant version = versions.newest(workload.getMetadata().getNamespace(), workload.getMetadata().getName()).map(AppRequestGather::created).orElse(own);
        return new AppMember(workload.getMetadata().getName(), workload.getSpec().version, version.isAfter(own) ? version : own);
    }

    private static AppDecision.App existing(KeptnApp app) {
        return new AppDecision.App(app.getSpec().version, app.getSpec().workloads.stream().map(w -> new AppDecision.Workload(w.name, w.version)).toList());
    }

    private static Instant created(HasMetadata object) {
        return Times.parse(object.getMetadata().getCreationTimestamp()).orElse(Instant.EPOCH);
    }
}
