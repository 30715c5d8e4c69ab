package dev.dromon.api;

/** Names a KeptnMetricsProvider of the same namespace. */
public class ProviderReference extends ApiObject {

    /** Name of the provider. */
    public String name;
}
