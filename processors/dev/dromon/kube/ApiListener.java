package dev.dromon.kube;

/** Learns which requests were sent to the API server. Called by the threads of the HTTP client, at every request: it must be quick and thread-safe, and never throw. */
@FunctionalInterface
public interface ApiListener {

    /** Learns nothing. */
    ApiListener NONE = (verb, resource, code) -> { };

    /**
     * A request was answered, or is sent again because no answer came. The client tells nobody of a failure after which it gives up (fabric8 7.7, StandardHttpClient).
     *
     * @param verb     get, list, watch, create, update, patch or delete
     * @param resource plural name of the kind, for example {@code pods}, with its subresource, for example {@code keptntasks/status}; {@code other} for what is no resource
     * @param code     the status code; {@code error} when no answer came
     */
    void requested(String verb, String resource, String code);
}
