package dev.dromon.api;

/** Status of an app context; nothing of ours reads or writes it. */
public class KeptnAppContextStatus extends ApiObject {

    /** Free text. */
    public String status;
}
