package dev.dromon.call;

import dev.dromon.api.CallStatus;
import dev.dromon.api.KeptnTask;
import dev.dromon.gather.CallGather.CallRun;

/** One way of calling something for a task. */
interface Caller {

    /** Whether what is wanted can be called at this moment; {@link CannotCall} when not. */
    void check(KeptnTask task, CallStatus wanted) throws CannotCall;

    /** Begins the attempt that is recorded, and does not wait for its end. {@link CannotCall} when that is not possible at this moment. */
    Calls.Begun begin(CallRun run) throws CannotCall;
}
