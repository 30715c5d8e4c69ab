package dev.dromon.gather;

import dev.dromon.api.KeptnAppCreationRequest;
import dev.dromon.api.KeptnAppVersion;
import dev.dromon.api.KeptnWorkloadRef;
import dev.dromon.api.KeptnWorkloadVersion;
import dev.dromon.deployment.DeploymentDecider;
import dev.dromon.kube.KindCache;
import dev.dromon.kube.KubeCaches;
import dev.dromon.kube.StatusMapper;
import dev.dromon.kube.Times;
import dev.dromon.model.Blocker;
import dev.dromon.model.DeployObservation;
import dev.dromon.model.Level;
import dev.dromon.model.MemberStatus;
import dev.dromon.model.Names;
import dev.dromon.model.RunIdentity;
import dev.dromon.model.RunObservation;
import dev.dromon.model.RunStatus;
import dev.dromon.model.State;
import dev.dromon.model.Steering;
import dev.dromon.model.TransitionType;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/** Body KeptnAppVersion to {@link VersionRun}. */
public final class AppVersionGather implements Processor {

    private static final int SIBLINGS = 10;

    private final Versions versions;
    private final CheckReader checks;
    private final SettingsReader settings;
    private final InstantSource clock;
    private final KindCache<KeptnAppCreationRequest> requests;

    /** Reads through the given readers and caches. */
    public AppVersionGather(Versions versions, CheckReader checks, SettingsReader settings, InstantSource clock, KubeCaches caches) {
        this.versions = versions;
        this.checks = checks;
        this.settings = settings;
        this.clock = clock;
        this.requests = caches.of(KeptnAppCreationRequest.class);
    }

    @Override
    public void process(Exchange exchange) {
        KeptnAppVersion version = exchange.getMessage().getBody(KeptnAppVersion.class);
        Others others = others(version);
        exchange.getMessage().setBody(new VersionRun(version, observe(version, others), others.basis(version)));
    }

    /**
     * Other versions that a run depends on, read once, so that what is decided rests on what is noted.
     *
     * @param workloads those that the app version lists, by name and version
     * @param siblings  all versions of the app, oldest first
     */
    private record Others(Map<List<String>, KeptnWorkloadVersion> workloads, List<KeptnAppVersion> siblings) {

        /** Of many versions of an app that were applied one after the other, the last few say when the ones before them had ended. */
        Basis basis(KeptnAppVersion version) {
            List<KeptnAppVersion> last = siblings.subList(Math.max(0, siblings.size() - SIBLINGS), siblings.size());
            return new Basis(Stream.<HasMetadata>concat(workloads.values().stream(), last.stream().filter(s -> !s.getMetadata().getUid().equals(version.getMetadata().getUid()))).toList());
        }
    }

    private Others others(KeptnAppVersion version) {
        String namespace = version.getMetadata().getNamespace();
        String app = version.getSpec().appName;
        Map<List<String>, KeptnWorkloadVersion> workloads = new LinkedHashMap<>();
        version.getSpec().workloads.forEach(listed -> versions.member(namespace, app, listed).ifPresent(found -> workloads.put(key(listed), found)));
        return new Others(workloads, versions.ofApp(namespace, app));
    }

    private static List<String> key(KeptnWorkloadRef listed) {
        return List.of(Optional.ofNullable(listed.name).orElse(""), Optional.ofNullable(listed.version).orElse(""));
    }

    private RunObservation observe(KeptnAppVersion version, Others others) {
        RunStatus status = StatusMapper.read(version.getStatus());
        Instant now = Times.now(clock);
        List<DeploymentDecider.Member> members = version.getSpec().workloads.stream().map(w -> member(version, w, others)).toList();
        List<KeptnAppVersion> siblings = others.siblings();
        Optional<String> newer = siblings.stream().filter(s -> Versions.generation(s) > Versions.generation(version)).map(s -> s.getMetadata().getName()).reduce((a, b) -> b);
        return new RunObservation(identity(version), status, checks.checks(version, status, Checks.lists(version.getSpec()), now),
                deploy(version, DeploymentDecider.app(members)), members.stream().map(DeploymentDecider.Member::status).toList(), hold(version, siblings), newer,
                new Steering(InterventionReader.next(version, status), Optional.empty(), resumed(status, others)), settings.current(), now, others.basis(version).order());
    }

    /** An app whose deployment failed goes on when everybody whose failure that was does, because somebody asked them to. */
    private static Optional<String> resumed(RunStatus status, Others others) {
        List<MemberStatus> bad = status.ended() ? status.members().stream().filter(m -> m.state().completed() && !m.state().passed()).toList() : List.of();
        return !bad.isEmpty() && bad.stream().allMatch(m -> goesOn(m, others)) ? Optional.of(bad.stream().map(m -> m.name() + " " + m.version()).collect(Collectors.joining(", ")))
                : Optional.empty();
    }

    private static boolean goesOn(MemberStatus member, Others others) {
        Optional<RunStatus> run = Optional.ofNullable(others.workloads().get(List.of(member.name(), member.version()))).map(v -> StatusMapper.read(v.getStatus()));
        return run.filter(r -> r.state() == State.PROGRESSING || r.state().passed()).filter(r -> r.happened(TransitionType.RETRY) || r.happened(TransitionType.SKIP)
                || r.happened(TransitionType.APPROVE)).isPresent();
    }

    /** A workload that is missing because the app is being discovered anew is nobody's fault. */
    private DeployObservation deploy(KeptnAppVersion version, DeployObservation seen) {
        boolean discovering = requests.get(version.getMetadata().getNamespace(), version.getSpec().appName).isPresent();
        Optional<Blocker> blocker = discovering ? seen.blocker().map(b -> Blocker.waiting("AppDiscovery", "waits until the workloads of app " + version.getSpec().appName + " are complete"))
                : seen.blocker();
        return new DeployObservation(seen.state(), seen.message(), blocker, seen.requeueAfter());
    }

    private DeploymentDecider.Member member(KeptnAppVersion version, KeptnWorkloadRef listed, Others others) {
        Optional<KeptnWorkloadVersion> found = Optional.ofNullable(others.workloads().get(key(listed)));
        State state = found.filter(v -> !Versions.tryAgain(v, version)).map(v -> StatusMapper.read(v.getStatus()).state()).orElse(State.PENDING);
        return new DeploymentDecider.Member(new MemberStatus(listed.name, Optional.ofNullable(listed.version).orElse(""), state), found.isPresent() || applied(version, listed));
    }

    /** A workload that was applied in the listed version, but has not been made into one yet, is on its way: nobody has to act. */
    private boolean applied(KeptnAppVersion version, KeptnWorkloadRef listed) {
        return listed.version != null && versions.workload(version.getMetadata().getNamespace(), Names.workload(version.getSpec().appName, listed.name))
                .filter(w -> listed.version.equalsIgnoreCase(w.getSpec().version)).isPresent();
    }

    /** Two versions of one app never run at the same time. */
    private static Optional<Blocker> hold(KeptnAppVersion version, List<KeptnAppVersion> siblings) {
        return siblings.stream().filter(s -> Versions.generation(s) < Versions.generation(version) && !StatusMapper.read(s.getStatus()).ended()).findFirst()
                .map(s -> Blocker.waiting("OlderVersionRunning", "waits until " + s.getMetadata().getName() + " has ended"));
    }

    private RunIdentity identity(KeptnAppVersion version) {
        String namespace = version.getMetadata().getNamespace();
        return new RunIdentity(Level.APP, namespace, version.getMetadata().getName(), version.getMetadata().getUid(), version.getMetadata().getGeneration(),
                Times.parse(version.getMetadata().getCreationTimestamp()).orElse(Instant.EPOCH), births(version));
    }

    /** The version says by itself whether its app was discovered: the app may not have been seen yet, or be gone. */
    private static List<RunIdentity.Birth> births(KeptnAppVersion version) {
        List<RunIdentity.Birth> births = new ArrayList<>();
        String name = version.getSpec().appName;
        boolean first = Versions.generation(version) == 1;
        boolean discovered = ManagedApps.managed(version) && (first || version.getSpec().previousVersion != null);
        if (discovered) {
            births.add(new RunIdentity.Birth(TransitionType.CREATE_APP_CREATION_REQUEST, name));
            if (first) {
                births.add(new RunIdentity.Birth(TransitionType.CREATE_APP, name));
            }
        }
        births.add(new RunIdentity.Birth(TransitionType.CREATE_APP_VERSION, version.getMetadata().getName()));
        return births;
    }
}
