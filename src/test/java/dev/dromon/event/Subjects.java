package dev.dromon.event;

import dev.dromon.model.Level;

/** The versions that the tests' events are about. */
final class Subjects {

    private static final String API = "lifecycle.keptn.sh/v1";

    private Subjects() {
    }

    static Subject app() {
        return new Subject(Level.APP, new Subject.Ref(API, "KeptnAppVersion", "shop", "cart-1.0-6b86b273", "uid-app"),
                new Subject.Ref(API, "KeptnApp", "shop", "cart", "uid-parent-app"), "cart", "", "1.0");
    }

    static Subject workload() {
        return new Subject(Level.WORKLOAD, new Subject.Ref(API, "KeptnWorkloadVersion", "shop", "cart-api-1.0", "uid-workload"),
                new Subject.Ref(API, "KeptnWorkload", "shop", "cart-api", "uid-parent-workload"), "cart", "cart-api", "1.0");
    }
}
