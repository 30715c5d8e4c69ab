package dev.dromon.api;

import java.util.ArrayList;
import java.util.List;

/** Who may deliver, which deliveries count, and what they start or answer. */
public class WebhookTriggerSpec extends ApiObject {

    /** How deliveries prove where they come from. */
    public WebhookAuthentication authentication;

    /** Task to start; exactly one of this, restart and answer. */
    public WebhookTask task;

    /** App to restart; exactly one of this, task and answer. */
    public WebhookRestart restart;

    /** Task to answer; exactly one of this, task and restart. */
    public WebhookAnswer answer;

    /** What must be in a delivery for it to count; empty means nothing. */
    public List<WebhookFilter> only = new ArrayList<>();

    /** Authentic deliveries that one replica takes in a minute, and at once; absent means 60. */
    public Integer ratePerMinute;

    /** Finished tasks that are kept; absent means 100. */
    public Integer history;
}
