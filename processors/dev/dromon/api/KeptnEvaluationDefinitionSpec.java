package dev.dromon.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.ArrayList;
import java.util.List;

/** Objectives, all of which must be met; none at all counts as met. */
public class KeptnEvaluationDefinitionSpec extends ApiObject {

    /** What to compare. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public List<Objective> objectives = new ArrayList<>();

    /** How often to look again before it counts as failed. */
    public Integer retries;

    /** Time between two looks, a Go duration. */
    public String retryInterval;
}
