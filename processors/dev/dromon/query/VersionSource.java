package dev.dromon.query;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.List;
import java.util.Optional;

/** All KeptnAppVersions and KeptnWorkloadVersions that this replica sees. Never throws. */
interface VersionSource {

    /** Whether all that there were at the start are here, with all that their events tell. */
    boolean complete();

    /** Up to which resource versions everything is here. What is here may be newer. */
    Cursor.Safe seen();

    /** All of them, in no order. */
    List<HasMetadata> all();

    /** The one of that kind, namespace, name and uid; empty when it is gone. */
    Optional<HasMetadata> find(VersionRef ref);
}
