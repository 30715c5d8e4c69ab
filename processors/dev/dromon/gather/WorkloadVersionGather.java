package dev.dromon.gather;

import dev.dromon.api.KeptnAppCreationRequest;
import dev.dromon.api.KeptnAppVersion;
import dev.dromon.api.KeptnWorkloadVersion;
import dev.dromon.api.KeptnWorkloadVersionStatus;
import dev.dromon.deployment.DeploymentDecider;
import dev.dromon.gate.GateDecider;
import dev.dromon.kube.KindCache;
import dev.dromon.kube.KubeCaches;
import dev.dromon.kube.StatusMapper;
import dev.dromon.kube.Times;
import dev.dromon.model.Blocker;
import dev.dromon.model.DeployObservation;
import dev.dromon.model.Level;
import dev.dromon.model.RunIdentity;
import dev.dromon.model.RunObservation;
import dev.dromon.model.RunStatus;
import dev.dromon.model.Settings;
import dev.dromon.model.State;
import dev.dromon.model.Steering;
import dev.dromon.model.TransitionType;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/** Body KeptnWorkloadVersion to {@link VersionRun}. */
public final class WorkloadVersionGather implements Processor {

    private final Versions versions;
    private final CheckReader checks;
    private final SettingsReader settings;
    private final InstantSource clock;
    private final RolloutReader rollouts;
    private final KindCache<KeptnAppCreationRequest> requests;

    /** Reads through the given readers and caches. */
    public WorkloadVersionGather(Versions versions, CheckReader checks, SettingsReader settings, InstantSource clock, KubeCaches caches) {
        this.versions = versions;
        this.checks = checks;
        this.settings = settings;
        this.clock = clock;
        this.rollouts = new RolloutReader(caches);
        this.requests = caches.of(KeptnAppCreationRequest.class);
    }

    @Override
    public void process(Exchange exchange) {
        KeptnWorkloadVersion version = exchange.getMessage().getBody(KeptnWorkloadVersion.class);
        Others others = others(version);
        others.app().ifPresent(app -> inherit(version, app));
        Basis basis = new Basis(Stream.<HasMetadata>concat(others.app().stream(), others.newer().stream()).toList());
        exchange.getMessage().setBody(new VersionRun(version, observe(version, others, basis), basis));
    }

    /**
     * Other versions that a run depends on, read once, so that what is decided rests on what is noted.
     *
     * @param app   the newest version of the app that lists the workload version, superseded or not
     * @param newer the newest version of the workload, when that is another
     */
    private record Others(Optional<KeptnAppVersion> app, Optional<KeptnWorkloadVersion> newer) {

        Optional<KeptnAppVersion> appInForce() {
            return app.filter(Versions::inForce);
        }
    }

    private Others others(KeptnWorkloadVersion version) {
        return new Others(versions.lastListing(version), versions.newest(version.getMetadata().getNamespace(), version.getSpec().workloadName)
                .filter(n -> Versions.sequence(n) > Versions.sequence(version)));
    }

    /** The body is a copy of its own, so what the app says of its context can be put into it; it is kept with the next write. */
    private static void inherit(KeptnWorkloadVersion version, KeptnAppVersion app) {
        KeptnWorkloadVersionStatus status = Optional.ofNullable(version.getStatus()).orElseGet(KeptnWorkloadVersionStatus::new);
        if (!StatusMapper.read(status).ended()) {
            status.appContextMetadata = app.getSpec().metadata;
            status.appGeneration = Versions.generation(app);
            status.traceparent = Optional.ofNullable(status.traceparent).orElseGet(() -> Traces.deployment(app).traceparent());
            version.setStatus(status);
        }
    }

    private RunObservation observe(KeptnWorkloadVersion version, Others others, Basis basis) {
        RunStatus status = StatusMapper.read(version.getStatus());
        Settings current = settings.current();
        Instant now = Times.now(clock);
        DeployObservation deploy = DeploymentDecider.workload(rollouts.read(version.getMetadata().getNamespace(), version.getSpec().resourceReference), status.deploymentStart(),
                current.observabilityTimeout(), now);
        return new RunObservation(identity(version), status, checks.checks(version, status, Checks.lists(version.getSpec()), now), deploy, List.of(), hold(version, others.appInForce()),
                others.newer().map(n -> n.getMetadata().getName()), new Steering(InterventionReader.next(version, status), aborted(others.appInForce()), Optional.empty()), current, now, basis.order());
    }

    private static Optional<String> aborted(Optional<KeptnAppVersion> app) {
        return app.filter(a -> StatusMapper.read(a.getStatus()).happened(TransitionType.ABORT))
                .map(a -> "KeptnAppVersion " + a.getMetadata().getName() + " was aborted");
    }

    /** A workload waits for the newest version of its app that lists it to have passed its own pre-deployment phases. */
    private Optional<Blocker> hold(KeptnWorkloadVersion version, Optional<KeptnAppVersion> app) {
        if (app.isEmpty()) {
            return Optional.of(unlisted(version));
        }
        RunStatus status = StatusMapper.read(app.get().getStatus());
        if (GateDecider.appApproved(status)) {
            return Optional.empty();
        }
        String name = app.get().getMetadata().getName();
        return Optional.of(status.state() == State.FAILED
                ? Blocker.stuck("AppVersionFailed", "KeptnAppVersion " + name + " failed before its workloads were let go: " + status.currentPhase().map(p -> p.wire()).orElse("")
                        + "; correct the cause, then retry or apply a new version")
                : Blocker.waiting("WaitingForApp", "waits for the pre-deployment checks of KeptnAppVersion " + name));
    }

    /** Nobody has to act before it is certain that the app leaves the workload out: while it is discovered, or made into a version, it ends by itself. */
    private Blocker unlisted(KeptnWorkloadVersion version) {
        String app = version.getSpec().app;
        if (requests.get(version.getMetadata().getNamespace(), app).isPresent() || !leftOut(version)) {
            return Blocker.waiting("AppDiscovery", "waits until the workloads of app " + app + " are complete");
        }
        return Blocker.stuck("AppVersionNotFound", "No KeptnAppVersion of app " + app + " lists workload " + version.getSpec().workloadName + " in version "
                + version.getSpec().version + "; correct the workloads of KeptnApp " + app + ", or delete it to have it discovered");
    }

    /** Whether the user's own KeptnApp has been made into a version; discovery puts into an app what is missing. */
    private boolean leftOut(KeptnWorkloadVersion version) {
        String namespace = version.getMetadata().getNamespace();
        String name = version.getSpec().app;
        return versions.app(namespace, name).filter(app -> !ManagedApps.managed(app))
                .filter(app -> versions.ofApp(namespace, name).stream().anyMatch(v -> Versions.generation(v) >= app.getMetadata().getGeneration())).isPresent();
    }

    private static RunIdentity identity(KeptnWorkloadVersion version) {
        List<RunIdentity.Birth> births = new ArrayList<>();
        boolean anotherRun = version.getSpec().version.equals(version.getSpec().previousVersion);
        if (!anotherRun) {
            births.add(new RunIdentity.Birth(Versions.sequence(version) <= 1 ? TransitionType.CREATE_WORKLOAD : TransitionType.UPDATE_WORKLOAD, version.getSpec().workloadName));
        }
        births.add(new RunIdentity.Birth(TransitionType.CREATE_WORKLOAD_VERSION, version.getMetadata().getName()));
        return new RunIdentity(Level.WORKLOAD, version.getMetadata().getNamespace(), version.getMetadata().getName(), version.getMetadata().getUid(),
                version.getMetadata().getGeneration(), Times.parse(version.getMetadata().getCreationTimestamp()).orElse(Instant.EPOCH), births);
    }
}
