package dev.dromon.kube;

/** Message headers of the {@code kube:} component; the prefix makes HTTP and Kafka filters drop them. */
public final class KubeHeaders {

    /** String: {@code namespace/name} of the object, or {@code name} for cluster-scoped kinds. */
    public static final String KEY = "CamelDromonKey";
    /** Integer: failed runs of this key since the last good one. */
    public static final String ATTEMPT = "CamelDromonAttempt";
    /** Duration, set by the route: run this key again after it, unless an event comes first. */
    public static final String REQUEUE_AFTER = "CamelDromonRequeueAfter";

    private KubeHeaders() {
    }
}
