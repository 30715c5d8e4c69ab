package dev.dromon.api;

import java.util.ArrayList;
import java.util.List;

/** Who may deliver, which deliveries count, and what they start. */
public class WebhookTriggerSpec extends ApiObject {

    /** How deliveries prove where they come from. */
    public WebhookAuthentication authentication;

    /** Task to start; either this or restart. */
    public WebhookTask task;

    /** App to restart; either this or task. */
    public WebhookRestart restart;

    /** What must be in a delivery for it to count; empty means nothing. */
    public List<WebhookFilter> only = new ArrayList<>();

    /** Authentic deliveries that one replica takes in a minute, and at once; absent means 60. */
    public Integer ratePerMinute;

    /** Finished tasks that are kept; absent means 100. */
    public Integer history;
}
