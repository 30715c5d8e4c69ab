package dev.dromon.api;

/** Secret parameters of a task. */
public class SecureParameters extends ApiObject {

    /** Name of the Secret; its key SECURE_DATA is handed to the task. */
    public String secret;
}
