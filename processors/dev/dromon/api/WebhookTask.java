package dev.dromon.api;

import java.util.LinkedHashMap;
import java.util.Map;

/** Task that each delivery starts. */
public class WebhookTask extends ApiObject {

    /** Name of the KeptnTaskDefinition, in the trigger's namespace or in Dromon's own. */
    public String definition;

    /** Parameter name to where its value comes from. */
    public Map<String, WebhookValue> parameters = new LinkedHashMap<>();
}
