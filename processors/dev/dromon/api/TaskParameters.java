package dev.dromon.api;

import java.util.LinkedHashMap;
import java.util.Map;

/** Parameters of a task. */
public class TaskParameters extends ApiObject {

    /** Parameter name to value. */
    public Map<String, String> map = new LinkedHashMap<>();
}
