package dev.dromon.gather;

import dev.dromon.api.KeptnAppVersion;
import dev.dromon.api.KeptnWorkloadVersion;
import dev.dromon.event.Subject;
import dev.dromon.model.Level;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import java.util.Optional;

/** Says what events of a version are about. Never throws. */
public final class Subjects {

    /** The subject of a KeptnAppVersion or KeptnWorkloadVersion. */
    public Subject of(HasMetadata version) {
        if (version instanceof KeptnAppVersion app) {
            return new Subject(Level.APP, ref(app), parent(app), app.getSpec().appName, "", app.getSpec().version);
        }
        KeptnWorkloadVersion workload = (KeptnWorkloadVersion) version;
        return new Subject(Level.WORKLOAD, ref(workload), parent(workload), workload.getSpec().app, workload.getSpec().workloadName, workload.getSpec().version);
    }

    /** A reference to an object. */
    public static Subject.Ref ref(HasMetadata object) {
        return new Subject.Ref(object.getApiVersion(), object.getKind(), object.getMetadata().getNamespace(), object.getMetadata().getName(), object.getMetadata().getUid());
    }

    private static Subject.Ref parent(HasMetadata version) {
        Optional<OwnerReference> owner = Pods.controller(version);
        return owner.map(o -> new Subject.Ref(o.getApiVersion(), o.getKind(), version.getMetadata().getNamespace(), o.getName(), o.getUid()))
                .orElseGet(() -> new Subject.Ref("", "", version.getMetadata().getNamespace(), "", ""));
    }
}
