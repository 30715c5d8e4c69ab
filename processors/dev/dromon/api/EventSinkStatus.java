package dev.dromon.api;

import io.fabric8.kubernetes.api.model.Condition;
import java.util.ArrayList;
import java.util.List;

/** How far a receiver is; written at most about once a second. */
public class EventSinkStatus extends ApiObject {

    /** metadata.generation of the spec that events are delivered by. */
    public Long observedGeneration;

    /** Ready: whether the receiver took what was last sent. */
    public List<Condition> conditions = new ArrayList<>();

    /** Events that the receiver has taken. */
    public Long delivered;

    /** Events that wait for it. */
    public Long pending;

    /** Events that were given up because it refused them, or, unless it is durable, did not take them. */
    public Long deadLetters;

    /** Events that were never delivered, because their version was deleted. */
    public Long lost;

    /** The newest events that were given up, oldest first, at most 20. */
    public List<DeadLetter> recentDeadLetters = new ArrayList<>();

    /** Value of spec.replayFrom that is served; absent means none. */
    public String replayedFrom;

    /** What went wrong last, in one sentence; stays after it works again. */
    public String lastError;

    /** When that was. */
    public String lastErrorTime;
}
