package dev.dromon.query;

import dev.dromon.http.Reply;
import dev.dromon.http.Request;
import dev.dromon.http.Responder;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/** Answers with a stream of events (server-sent events). Rule: docs/reference/events-api.md, streams. */
final class EventStreamResponder implements Responder {

    /** Each has a thread of the server. */
    static final int MOST_STREAMS = 40;

    private final EventAccess access;
    private final EventLog log;
    private final EventStream.Source source;
    private final Semaphore places = new Semaphore(MOST_STREAMS);

    /** Reads the log for those who have access. */
    EventStreamResponder(EventAccess access, EventLog log, EventStream.Source source) {
        this.access = access;
        this.log = log;
        this.source = source;
    }

    @Override
    public Reply reply(Request request) throws InterruptedException {
        Optional<Reply> nobody = access.withoutToken(request);
        if (nobody.isPresent()) {
            return nobody.get();
        }
        try {
            EventQuery query = EventQuery.ofStream(request);
            EventSelection selection = access.within(query.selection());
            String token = request.bearer().orElseThrow();
            Optional<Reply> refusal = access.refusal(token, selection);
            if (refusal.isPresent()) {
                return refusal.get();
            }
            return log.complete() ? stream(query, selection, token) : EventAccess.unavailable("not all versions have been read yet");
        } catch (EventQuery.InvalidQueryException e) {
            return Reply.problem(400, "Bad Request", e.getMessage());
        }
    }

    private Reply stream(EventQuery query, EventSelection selection, String token) {
        if (!places.tryAcquire()) {
            return EventAccess.unavailable("this replica serves " + MOST_STREAMS + " streams already");
        }
        Cursor since = query.since().orElseGet(log::head);
        EventStream.Client client = new EventStream.Client(() -> access.refusal(token, selection).isEmpty(), places::release);
        return Reply.stream("text/event-stream", new EventStream(source, selection, since, client)).with("X-Accel-Buffering", "no");
    }
}
