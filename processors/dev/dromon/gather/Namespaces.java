package dev.dromon.gather;

import io.fabric8.kubernetes.api.model.Namespace;

/** Reads namespaces. Never throws. */
public final class Namespaces {

    private static final String KEY = "keptn.sh/lifecycle-toolkit";
    private static final String ENABLED = "enabled";

    private Namespaces() {
    }

    /** Whether a namespace is opted in: by the annotation, as in Keptn; a label of that name does not count. */
    public static boolean enabled(Namespace namespace) {
        return namespace.getMetadata().getAnnotations() != null && ENABLED.equals(namespace.getMetadata().getAnnotations().get(KEY));
    }
}
