package dev.dromon.api;

/** Code that is fetched when the task runs. */
public class HttpReference extends ApiObject {

    /** Address, http or https. */
    public String url;
}
