package dev.dromon.callback;

import dev.dromon.sink.Answer;
import dev.dromon.sink.RequestTarget;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoubleSupplier;

/**
 * How far the requests are that were sent and not yet recorded as taken: memory, lost with the process, which then only sends one again too early. The last ten thousand are
 * remembered. Thread-safe.
 */
final class RequestPace {

    private static final int REMEMBERED = 10_000;

    /**
     * One request.
     *
     * @param target  where it went
     * @param tries   how often
     * @param refused how often the receiver said that it does not want it, in a row
     * @param due     when to send it again
     * @param taken   whether the receiver has it
     */
    private record Sent(String target, int tries, int refused, Instant due, boolean taken) {
    }

    private final DoubleSupplier chance;
    private final Map<String, Sent> requests = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Sent> eldest) {
            return size() > REMEMBERED;
        }
    };

    /** Waits are spread by chance, from 0 to 1. */
    RequestPace(DoubleSupplier chance) {
        this.chance = chance;
    }

    /** How long the request has to wait; zero when it may be sent, as one always may whose target has changed. */
    synchronized Duration wait(String request, RequestTarget target, Instant now) {
        return sent(request, target).filter(s -> s.due().isAfter(now)).map(s -> Duration.between(now, s.due())).orElse(Duration.ZERO);
    }

    /** Whether a receiver has taken the request. */
    synchronized boolean taken(String request) {
        return Optional.ofNullable(requests.get(request)).filter(Sent::taken).isPresent();
    }

    /** Notes what the receiver said. Returns whether it is to be given up: the receiver does not want it, and has said so often enough. */
    synchronized boolean answered(String request, RequestTarget target, Answer answer, Instant now) {
        Optional<Sent> before = sent(request, target);
        int tries = before.map(Sent::tries).orElse(0) + 1;
        int refused = answer.verdict() == Answer.Verdict.REFUSED ? before.map(Sent::refused).orElse(0) + 1 : 0;
        Instant due = now.plus(target.backoff().after(tries, answer.retryAfter(), chance.getAsDouble()));
        requests.remove(request);
        requests.put(request, new Sent(target.identity(), tries, refused, due, answer.verdict() == Answer.Verdict.TAKEN));
        return refused >= target.giveUpAfter();
    }

    private Optional<Sent> sent(String request, RequestTarget target) {
        return Optional.ofNullable(requests.get(request)).filter(s -> s.target().equals(target.identity()));
    }
}
