package dev.dromon.api;

/** Whether the account token is mounted into the pods of a task. */
public class TokenMount extends ApiObject {

    /** True mounts it, false does not. */
    public Boolean type;
}
