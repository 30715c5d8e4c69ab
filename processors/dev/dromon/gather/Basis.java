package dev.dromon.gather;

import dev.dromon.api.BasisVersion;
import dev.dromon.api.KeptnAppVersion;
import dev.dromon.api.VersionStatus;
import dev.dromon.kube.Keys;
import dev.dromon.kube.StatusMapper;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What a look at a version rests on: other versions of its app, as they were read. It is noted with what is recorded then, so that whoever sees that knows whether he sees
 * its causes too: caches of two kinds, and of two processes, follow the API server each at its own pace. Never throws. Rule: docs/decisions/0018-causal-order.md.
 *
 * @param versions KeptnAppVersions and KeptnWorkloadVersions
 */
public record Basis(List<HasMetadata> versions) {

    public Basis {
        versions = List.copyOf(versions);
    }

    /**
     * How far the caches have followed the API server.
     *
     * @param apps      resource version up to which all KeptnAppVersions are known; 0 for none
     * @param workloads the same for KeptnWorkloadVersions
     */
    public record Heard(long apps, long workloads) {

        private long of(String kind) {
            return KeptnAppVersion.class.getSimpleName().equals(kind) ? apps : workloads;
        }
    }

    /** Highest order among the transitions of these versions; 0 when there are none. */
    public long order() {
        return versions.stream().map(Versions::status).filter(s -> s != null).flatMap(s -> s.transitions.stream()).mapToLong(StatusMapper::order).reduce(0, Math::max);
    }

    /** Adds them to those that the status names already, which it goes on to rest on: who leads after another may see less of them for a while. */
    public void note(VersionStatus status) {
        Map<String, BasisVersion> noted = new LinkedHashMap<>();
        status.basis.forEach(b -> noted.put(b.uid, b));
        versions.stream().filter(v -> Versions.status(v) != null).map(Basis::seen).forEach(b -> noted.merge(b.uid, b, Basis::later));
        status.basis = List.copyOf(noted.values());
    }

    private static BasisVersion later(BasisVersion one, BasisVersion other) {
        return Keys.version(one.resourceVersion) > Keys.version(other.resourceVersion) ? one : other;
    }

    private static BasisVersion seen(HasMetadata version) {
        BasisVersion seen = new BasisVersion();
        seen.kind = version.getKind();
        seen.uid = version.getMetadata().getUid();
        seen.transitions = Versions.status(version).transitions.size();
        seen.resourceVersion = version.getMetadata().getResourceVersion();
        return seen;
    }

    /**
     * Whether everything that a version rests on is there: among the versions by their uids, or gone from the cluster, which is certain only when the cache has come past the
     * time at which it was seen. {@code heard} must have been read before the versions.
     */
    public static boolean complete(HasMetadata version, Map<String, HasMetadata> byUid, Heard heard) {
        return Versions.status(version) == null || Versions.status(version).basis.stream().allMatch(seen -> there(version, seen, byUid, heard));
    }

    /** Versions by their uids. */
    public static Map<String, HasMetadata> byUid(Collection<HasMetadata> versions) {
        return versions.stream().collect(Collectors.toMap(v -> v.getMetadata().getUid(), Function.identity(), (a, b) -> b));
    }

    /** What was seen at a version that this one, written later, does not have was seen in another cluster: the status came out of a backup. */
    private static boolean there(HasMetadata version, BasisVersion seen, Map<String, HasMetadata> byUid, Heard heard) {
        HasMetadata found = byUid.get(seen.uid);
        long at = Keys.version(seen.resourceVersion);
        if (found != null) {
            return Versions.status(found) != null && Versions.status(found).transitions.size() >= seen.transitions || Keys.version(found) >= at;
        }
        return heard.of(seen.kind) >= at || Keys.version(version) < at;
    }
}
