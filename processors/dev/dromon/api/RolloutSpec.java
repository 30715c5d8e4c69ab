package dev.dromon.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;

/** The part of the spec of an Argo Rollout that is read; everything else is dropped while decoding. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public class RolloutSpec {

    /** Pods wanted; absent means 1. */
    public Integer replicas;
}
