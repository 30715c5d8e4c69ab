package dev.dromon.api;

/** How deliveries prove where they come from; exactly one is there. */
public class WebhookAuthentication extends ApiObject {

    /** Signed with a key as Standard Webhooks has it. */
    public WebhookSecret standardWebhooks;

    /** Signed with a key as GitHub does it. */
    public WebhookSecret github;

    /** A token in the header Authorization. */
    public WebhookSecret bearer;
}
