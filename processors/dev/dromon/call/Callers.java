package dev.dromon.call;

import dev.dromon.api.CallStatus;
import dev.dromon.api.KeptnTask;
import dev.dromon.gather.CallGather.CallRun;

/** Both ways of calling, each for what it is for. */
record Callers(Caller http, Caller camel) implements Caller {

    private Caller of(CallStatus wanted) {
        return wanted.http != null ? http : camel;
    }

    @Override
    public void check(KeptnTask task, CallStatus wanted) throws CannotCall {
        of(wanted).check(task, wanted);
    }

    @Override
    public Calls.Begun begin(CallRun run) throws CannotCall {
        return of(run.wanted()).begin(run);
    }
}
