package dev.dromon.api;

import io.fabric8.kubernetes.api.model.Condition;
import java.util.ArrayList;
import java.util.List;

/** Whether deliveries are taken. */
public class WebhookTriggerStatus extends ApiObject {

    /** metadata.generation of the spec that was looked at. */
    public Long observedGeneration;

    /** Ready: whether deliveries are taken. */
    public List<Condition> conditions = new ArrayList<>();

    /** Path that deliveries are posted to. */
    public String path;
}
