package dev.dromon.event;

import dev.dromon.model.Level;
import java.util.Locale;
import java.util.Objects;

/**
 * The version object that events are about, and the KeptnApp or KeptnWorkload it belongs to.
 *
 * @param level     app or workload
 * @param self      the KeptnAppVersion or KeptnWorkloadVersion
 * @param parent    its KeptnApp or KeptnWorkload; its uid is empty when it is gone
 * @param app       app name
 * @param workload  name of the KeptnWorkload; empty at app level
 * @param version   version as written in the spec
 */
public record Subject(Level level, Ref self, Ref parent, String app, String workload, String version) {

    /** An object that an event can regard. */
    public record Ref(String apiVersion, String kind, String namespace, String name, String uid) {

        /** Its path at the API server of its cluster; for kinds whose plural is their name with an s. */
        public String path() {
            return "/apis/" + apiVersion + "/namespaces/" + namespace + "/" + kind.toLowerCase(Locale.ROOT) + "s/" + name;
        }
    }

    public Subject {
        Objects.requireNonNull(level);
        Objects.requireNonNull(self);
        Objects.requireNonNull(parent);
    }
}
