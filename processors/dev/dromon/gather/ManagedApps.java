package dev.dromon.gather;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.Map;

/** Which KeptnApps are kept by discovery and which by a user; the label is Keptn's, so that apps it discovered stay discovered. Never throws. */
public final class ManagedApps {

    /** Label of apps that discovery keeps. */
    public static final Map<String, String> LABEL = Map.of("app.kubernetes.io/managed-by", "keptn");
    /** Annotation of a creation request whose app consists of one workload. */
    public static final String APP_TYPE = "keptn.sh/app-type";
    /** Its value. */
    public static final String SINGLE_SERVICE = "single-service";

    private ManagedApps() {
    }

    /** Whether discovery keeps that app, or made it when this version of it was made. */
    public static boolean managed(HasMetadata app) {
        Map<String, String> labels = app.getMetadata().getLabels();
        return labels != null && labels.entrySet().containsAll(LABEL.entrySet());
    }

    /** Whether an object is marked as belonging to a single-service app. */
    static boolean singleService(HasMetadata object) {
        Map<String, String> annotations = object.getMetadata().getAnnotations();
        return annotations != null && SINGLE_SERVICE.equals(annotations.get(APP_TYPE));
    }
}
