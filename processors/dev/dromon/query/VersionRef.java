package dev.dromon.query;

import dev.dromon.api.KeptnAppVersion;
import io.fabric8.kubernetes.api.model.HasMetadata;

/** Names one KeptnAppVersion or KeptnWorkloadVersion for all time: another one of the same name has another uid. */
record VersionRef(boolean ofApp, String namespace, String name, String uid) {

    static VersionRef of(HasMetadata version) {
        return new VersionRef(version instanceof KeptnAppVersion, version.getMetadata().getNamespace(), version.getMetadata().getName(), version.getMetadata().getUid());
    }
}
