package dev.dromon.query;

import dev.dromon.api.KeptnAppVersion;
import dev.dromon.api.KeptnEvaluation;
import dev.dromon.api.KeptnWorkloadVersion;
import dev.dromon.kube.KindCache;
import dev.dromon.kube.KubeCaches;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The versions in the caches. */
final class CachedVersions implements VersionSource {

    private final KindCache<KeptnAppVersion> apps;
    private final KindCache<KeptnWorkloadVersion> workloads;
    private final KindCache<KeptnEvaluation> evaluations;

    /** Reads the given caches. */
    CachedVersions(KubeCaches caches) {
        this.apps = caches.of(KeptnAppVersion.class);
        this.workloads = caches.of(KeptnWorkloadVersion.class);
        this.evaluations = caches.of(KeptnEvaluation.class);
    }

    /** Calls back at each change, from any thread; what is called must not throw, nor take long. */
    void listen(Runnable onChange) {
        apps.listen(versions -> onChange.run());
        workloads.listen(versions -> onChange.run());
    }

    /** Events tell what evaluations measured, too. */
    @Override
    public boolean complete() {
        return apps.synced() && workloads.synced() && evaluations.synced();
    }

    @Override
    public Cursor.Safe seen() {
        return new Cursor.Safe(apps.seenVersion(), workloads.seenVersion());
    }

    @Override
    public List<HasMetadata> all() {
        return Stream.<HasMetadata>concat(apps.list().stream(), workloads.list().stream()).toList();
    }

    @Override
    public Optional<HasMetadata> find(VersionRef ref) {
        KindCache<? extends HasMetadata> cache = ref.ofApp() ? apps : workloads;
        return cache.get(ref.namespace(), ref.name()).map(HasMetadata.class::cast).filter(version -> version.getMetadata().getUid().equals(ref.uid()));
    }
}
