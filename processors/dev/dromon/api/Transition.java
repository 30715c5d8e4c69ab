package dev.dromon.api;

/** One change of state that was recorded; events are made from these, in their order. */
public class Transition extends ApiObject {

    /** When it was decided, RFC 3339 with microseconds. */
    public String time;

    /** What happened, in the words of the transition types. */
    public String type;

    /** Phase it happened in; absent when it concerns the whole version. */
    public String phase;

    /** Definition, workload or other member it is about; absent when it is about the phase or version. */
    public String item;

    /** State before; absent when there was none. */
    public String from;

    /** State after. */
    public String to;

    /** Reason, for people. */
    public String message;

    /** Who asked for it, as far as the API server tells; absent when nobody did. */
    public String by;

    /** Which asking it was, so that it is done once; absent when nobody asked. */
    public String intervention;

    /** Place in the history of the app, microseconds: higher than that of every transition of any version of the app that this one rests on; absent when another release recorded it. */
    public Long order;
}
