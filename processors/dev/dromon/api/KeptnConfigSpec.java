package dev.dromon.api;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Settings; each has a default in the schema. */
public class KeptnConfigSpec extends ApiObject {

    /** host:port of an OpenTelemetry collector (OTLP over gRPC); absent means no traces. */
    @JsonProperty("OTelCollectorUrl")
    public String otelCollectorUrl;

    /** Seconds to wait at most for further workloads of an app that nobody wrote a KeptnApp for. */
    public Integer keptnAppCreationRequestTimeoutSeconds;

    /** http or https address that CloudEvents are posted to; absent means none. */
    public String cloudEventsEndpoint;

    /** False lets a deployment go on although a check failed. */
    public Boolean blockDeployment;

    /** How long pods may take to become ready, a Go duration. */
    public String observabilityTimeout;

    /** Whether the read-only status API is served. */
    public Boolean restApiEnabled;
}
