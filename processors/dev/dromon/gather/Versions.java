package dev.dromon.gather;

import dev.dromon.api.KeptnApp;
import dev.dromon.api.KeptnAppVersion;
import dev.dromon.api.KeptnWorkload;
import dev.dromon.api.KeptnWorkloadRef;
import dev.dromon.api.KeptnWorkloadVersion;
import dev.dromon.api.VersionStatus;
import dev.dromon.kube.Keys;
import dev.dromon.kube.KindCache;
import dev.dromon.kube.KubeCaches;
import dev.dromon.kube.StatusMapper;
import dev.dromon.model.Names;
import dev.dromon.model.Phase;
import dev.dromon.model.RunStatus;
import dev.dromon.model.State;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** How apps, workloads and their versions belong together. Never throws. */
public final class Versions {

    private final KindCache<KeptnApp> apps;
    private final KindCache<KeptnAppVersion> appVersions;
    private final KindCache<KeptnWorkload> workloads;
    private final KindCache<KeptnWorkloadVersion> workloadVersions;

    /** Looks into the given caches. */
    public Versions(KubeCaches caches) {
        this.apps = caches.of(KeptnApp.class);
        this.appVersions = caches.of(KeptnAppVersion.class);
        this.workloads = caches.of(KeptnWorkload.class);
        this.workloadVersions = caches.of(KeptnWorkloadVersion.class);
    }

    /** The KeptnApp of that name; empty when there is none. */
    public Optional<KeptnApp> app(String namespace, String name) {
        return apps.get(namespace, name);
    }

    /** All versions of an app, oldest first. */
    public List<KeptnAppVersion> ofApp(String namespace, String app) {
        return appVersions.byIndex(Kinds.BY_APP, Keys.key(namespace, app)).stream().sorted(Comparator.comparingLong(Versions::generation)).toList();
    }

    /** How far the caches of versions have followed the API server. */
    public Basis.Heard heard() {
        return new Basis.Heard(appVersions.seenVersion(), workloadVersions.seenVersion());
    }

    /** All versions of an app and of its workloads, in no order; the key is {@code namespace/app}. */
    public List<HasMetadata> all(String app) {
        return Stream.<HasMetadata>concat(appVersions.byIndex(Kinds.BY_APP, app).stream(), workloadVersions.byIndex(Kinds.BY_APP, app).stream()).toList();
    }

    /** The newest version of an app; empty when it has none. */
    public Optional<KeptnAppVersion> newestOfApp(String namespace, String app) {
        return ofApp(namespace, app).stream().reduce((older, newer) -> newer);
    }

    /** All workloads of an app, in no order. */
    public List<KeptnWorkload> workloadsOf(String namespace, String app) {
        return workloads.byIndex(Kinds.BY_APP, Keys.key(namespace, app));
    }

    /** The KeptnWorkload of that name; empty when there is none. */
    public Optional<KeptnWorkload> workload(String namespace, String name) {
        return workloads.get(namespace, name);
    }

    /** All versions of a workload, oldest first. */
    public List<KeptnWorkloadVersion> ofWorkload(String namespace, String workload) {
        return workloadVersions.byIndex(Kinds.BY_WORKLOAD, Keys.key(namespace, workload)).stream().sorted(Comparator.comparingLong(Versions::sequence)).toList();
    }

    /** The KeptnWorkloadVersion of that name; empty when there is none. */
    public Optional<KeptnWorkloadVersion> workloadVersion(String namespace, String name) {
        return workloadVersions.get(namespace, name);
    }

    /** Whether the pods of a workload version have taken the place of those before it. */
    public static boolean deployed(KeptnWorkloadVersion version) {
        return StatusMapper.read(version.getStatus()).phase(Phase.WORKLOAD_DEPLOY).state() == State.SUCCEEDED;
    }

    /** The newest version of a workload; empty when it has none. */
    public Optional<KeptnWorkloadVersion> newest(String namespace, String workload) {
        return ofWorkload(namespace, workload).stream().reduce((older, newer) -> newer);
    }

    /** The newest version of the workload that an app lists, if that is the version it lists; empty otherwise. */
    Optional<KeptnWorkloadVersion> member(String namespace, String app, KeptnWorkloadRef listed) {
        return newest(namespace, Names.workload(app, listed.name)).filter(v -> listed.version != null && listed.version.equalsIgnoreCase(v.getSpec().version));
    }

    /** The newest version of the app that lists a workload version and has not been superseded; empty when there is none. */
    public Optional<KeptnAppVersion> listing(KeptnWorkloadVersion version) {
        return lastListing(version).filter(Versions::inForce);
    }

    /** Whether an app version has not been superseded. */
    static boolean inForce(KeptnAppVersion version) {
        return StatusMapper.read(version.getStatus()).state() != State.DEPRECATED;
    }

    /** The newest version of the app that lists a workload version, superseded or not; empty when there is none. */
    Optional<KeptnAppVersion> lastListing(KeptnWorkloadVersion version) {
        return ofApp(version.getMetadata().getNamespace(), version.getSpec().app).stream().filter(a -> lists(a, version)).reduce((older, newer) -> newer);
    }

    /** Whether a workload version ended badly under an earlier version of its app than the given one, which then gives it another run. */
    public static boolean tryAgain(KeptnWorkloadVersion version, KeptnAppVersion app) {
        RunStatus run = StatusMapper.read(version.getStatus());
        boolean endedBadly = run.ended() && run.state() != State.SUCCEEDED;
        return endedBadly && version.getStatus().appGeneration != null && version.getStatus().appGeneration < generation(app);
    }

    /** Whether an app version lists that workload version. */
    static boolean lists(KeptnAppVersion app, KeptnWorkloadVersion version) {
        return app.getSpec().workloads.stream().anyMatch(w -> Names.workload(app.getSpec().appName, w.name).equals(version.getSpec().workloadName)
                && w.version != null && w.version.equalsIgnoreCase(version.getSpec().version));
    }

    /** Status of a KeptnAppVersion or KeptnWorkloadVersion; null before its first write. */
    public static VersionStatus status(HasMetadata version) {
        return version instanceof KeptnAppVersion app ? app.getStatus() : ((KeptnWorkloadVersion) version).getStatus();
    }

    /** App of a KeptnAppVersion or KeptnWorkloadVersion: {@code namespace/app}. */
    public static String appKey(HasMetadata version) {
        String app = version instanceof KeptnAppVersion ofApp ? ofApp.getSpec().appName : ((KeptnWorkloadVersion) version).getSpec().app;
        return Keys.key(version.getMetadata().getNamespace(), app);
    }

    /** Place of an app version among those of its app; 0 when an earlier product wrote it. */
    public static long generation(KeptnAppVersion version) {
        return version.getSpec().appGeneration == null ? 0 : version.getSpec().appGeneration;
    }

    /** Place of a workload version among those of its workload; 0 when an earlier product wrote it. */
    public static long sequence(KeptnWorkloadVersion version) {
        return version.getSpec().sequence == null ? 0 : version.getSpec().sequence;
    }
}
