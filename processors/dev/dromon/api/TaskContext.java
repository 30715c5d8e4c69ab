package dev.dromon.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a task is told about its surroundings; the six strings are always written, also when empty. */
public class TaskContext extends ApiObject {

    /** Name of the workload; empty for a task of the app. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public String workloadName = "";

    /** Name of the app. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public String appName = "";

    /** Version of the app. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public String appVersion = "";

    /** Version of the workload; empty for a task of the app. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public String workloadVersion = "";

    /** pre, post or promotion. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public String taskType = "";

    /** App or Workload. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public String objectType = "";

    /** Metadata of the app context and the workload. */
    public Map<String, String> metadata = new LinkedHashMap<>();
}
