package dev.dromon.api;

/** Keys or tokens, one in a line. */
public class WebhookSecret extends ApiObject {

    /** Where they are: a Secret of the trigger's namespace; an absent key means secret, or token for bearer. */
    public SecretKeyReference secret;
}
