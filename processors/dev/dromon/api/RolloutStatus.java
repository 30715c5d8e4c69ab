package dev.dromon.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;

/** The part of the status of an Argo Rollout that is read; everything else is dropped while decoding. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public class RolloutStatus {

    /** Healthy, Progressing, Paused or Degraded. */
    public String phase;

    /** Pods that exist, of all revisions. */
    public Integer replicas;

    /** Pods of the newest revision. */
    public Integer updatedReplicas;

    /** Pods that are ready, of all revisions. */
    public Integer readyReplicas;

    /** Pods that have been ready for the wanted time. */
    public Integer availableReplicas;

    /** Generation the controller has seen; a number written as a string. */
    public String observedGeneration;

    /** Hash of the newest pod template. */
    public String currentPodHash;
}
