package dev.dromon.api;

import java.util.LinkedHashMap;
import java.util.Map;

/** How far the request of a task is, and its answer. The token itself is kept nowhere. Not in Keptn. */
public class CallbackStatus extends ApiObject {

    /** SHA-256, in hex, of the token that the answer must carry. */
    public String tokenHash;

    /** When the task fails without an answer. */
    public String deadline;

    /** When the receiver took the request; absent before. */
    public String requested;

    /** When the answer came; absent before. */
    public String answered;

    /** What the answer says: {@code succeeded} or {@code failed}; absent before. */
    public String outcome;

    /** Why, in the words of who answered. */
    public String message;

    /** Name to value, as answered. */
    public Map<String, String> values = new LinkedHashMap<>();
}
