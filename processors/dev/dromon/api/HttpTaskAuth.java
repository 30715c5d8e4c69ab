package dev.dromon.api;

/** Credentials for a request: exactly one of three, from a Secret in the task's namespace. Not in Keptn. */
public class HttpTaskAuth extends ApiObject {

    /** A token that is sent as {@code Authorization: Bearer}; its key is {@code token} unless another is named. */
    public SecretKeyReference bearerSecret;

    /** A Secret with keys {@code username} and {@code password}. */
    public SecretReference basicSecret;

    /** A Secret whose keys and values become headers. */
    public SecretReference headersSecret;
}
