package dev.dromon.api;

import io.fabric8.kubernetes.api.model.SecretKeySelector;

/** Where and how to ask. */
public class KeptnMetricsProviderSpec extends ApiObject {

    /** prometheus, thanos, cortex, dynatrace, dql, datadog, elastic, or http, which is not in Keptn. */
    public String type;

    /** Address with scheme and port. */
    public String targetServer;

    /** Secret of the same namespace with the credentials; absent means none. */
    public SecretKeySelector secretKeyRef;

    /** True trusts any certificate. */
    public Boolean insecureSkipTlsVerify;
}
