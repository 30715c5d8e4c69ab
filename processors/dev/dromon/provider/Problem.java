package dev.dromon.provider;

/** Why there is no new value; its wire name is the reason of a condition. Rule: docs/reference/metrics-providers.md, when there is no value. */
public enum Problem {

    /** There is no such KeptnMetricsProvider. */
    PROVIDER_NOT_FOUND("ProviderNotFound"),
    /** Nothing can be asked of it as it is. */
    PROVIDER_UNUSABLE("ProviderUnusable"),
    /** The metric asks for what cannot be asked of this provider. */
    METRIC_UNUSABLE("MetricUnusable"),
    /** Its Secret is missing, cannot be read or holds something else. */
    SECRET_UNUSABLE("SecretUnusable"),
    /** No answer came, or not in time. */
    UNREACHABLE("ProviderUnreachable"),
    /** It answered that it will not, or cannot, answer. */
    ERROR("ProviderError"),
    /** It answered something that is not as documented, or too much. */
    UNREADABLE("AnswerUnreadable"),
    /** It answered that there is nothing. */
    NO_DATA("NoData"),
    /** It answered more than one thing where one was wanted. */
    AMBIGUOUS("AnswerAmbiguous");

    private final String wire;

    Problem(String wire) {
        this.wire = wire;
    }

    /** The name in conditions. */
    public String wire() {
        return wire;
    }
}
