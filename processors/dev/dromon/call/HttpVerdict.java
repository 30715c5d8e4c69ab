package dev.dromon.call;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.dromon.api.HttpAssertion;
import dev.dromon.api.HttpTaskSpec;
import dev.dromon.call.Placeholders.UnusableRequest;
import dev.dromon.kube.Times;
import dev.dromon.sink.Backoff;
import dev.dromon.sink.HttpCalls.Reply;
import dev.dromon.task.CallOutcome;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.DoubleSupplier;

/**
 * What an answer says of a task, and how an attempt without one may be repeated. Rules: docs/reference/tasks.md, the answer of an HTTP task.
 *
 * @param method     of the request, for messages
 * @param expected   status codes, first and last of each range
 * @param assertions what must be so in the answer
 * @param attempts   how many there may be
 * @param backoff    between them
 */
record HttpVerdict(String method, List<int[]> expected, List<Assertion> assertions, int attempts, Backoff backoff) {

    /** Bytes of an answer that are read when there are assertions, and when there are none. */
    static final int ANSWER_BYTES = 256 * 1024;
    private static final int IGNORED_BYTES = 64 * 1024;

    private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS, DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);
    private static final int DEFAULT_RETRIES = 3;
    private static final Duration BACKOFF = Duration.ofSeconds(1);
    private static final Duration LONGEST_BACKOFF = Duration.ofMinutes(1);
    private static final int[] SUCCESS = {200, 299};
    private static final int TOO_MANY = 429;
    private static final int SERVER = 500;
    private static final int CLASS = 100;
    private static final int REDIRECT = 3;
    /** A gateway that does not know what became of the request (RFC 9110, sections 15.6.3 and 15.6.5). */
    private static final Set<Integer> NOBODY_KNOWS = Set.of(502, 504);

    /** As a definition wants it. {@link UnusableRequest} when a path of an assertion is none. */
    static HttpVerdict of(HttpTaskSpec spec) throws UnusableRequest {
        List<Assertion> assertions = new ArrayList<>();
        for (HttpAssertion wanted : spec.assertions) {
            assertions.add(Assertion.of(wanted));
        }
        Duration wait = Times.duration(spec.backoff).orElse(BACKOFF);
        List<int[]> expected = spec.expectedStatus.isEmpty() ? List.of(SUCCESS) : spec.expectedStatus.stream().map(HttpVerdict::range).toList();
        return new HttpVerdict(spec.method == null ? "GET" : spec.method, expected, List.copyOf(assertions), 1 + (spec.retries == null ? DEFAULT_RETRIES : spec.retries),
                new Backoff(wait, wait.compareTo(LONGEST_BACKOFF) < 0 ? LONGEST_BACKOFF : wait));
    }

    private static int[] range(String text) {
        String[] ends = text.split("-", 2);
        return new int[] {Integer.parseInt(ends[0]), Integer.parseInt(ends[ends.length - 1])};
    }

    /** How much of an answer is read. */
    int limit() {
        return assertions.isEmpty() ? IGNORED_BYTES : ANSWER_BYTES;
    }

    /** What an answer to that attempt says. */
    CallOutcome of(Reply reply, int attempt, DoubleSupplier chance) {
        if (expected.stream().anyMatch(range -> range[0] <= reply.status() && reply.status() <= range[1])) {
            return asserted(reply);
        }
        String found = method + " was answered " + reply.status() + ", expected " + words();
        if (reply.status() != TOO_MANY && reply.status() < SERVER) {
            boolean redirect = reply.status() / CLASS == REDIRECT;
            return CallOutcome.failed("UnexpectedStatus", redirect ? found + "; redirects are not followed, put the address that it redirects to into spec.http.url" : found);
        }
        return CallOutcome.repeat("UnexpectedStatus", found,
                new CallOutcome.Repeat(!NOBODY_KNOWS.contains(reply.status()), backoff.after(attempt, reply.retryAfter(), chance.getAsDouble()), attempts));
    }

    /** What it means that there was no answer to that attempt. */
    CallOutcome none(String why, int attempt, DoubleSupplier chance) {
        return CallOutcome.repeat("NoAnswer", why, new CallOutcome.Repeat(false, backoff.after(attempt, Optional.empty(), chance.getAsDouble()), attempts));
    }

    private String words() {
        return String.join(" or ", expected.stream().map(range -> range[0] == range[1] ? "" + range[0] : range[0] + "-" + range[1]).toList());
    }

    private CallOutcome asserted(Reply reply) {
        String answered = method + " was answered " + reply.status();
        if (assertions.isEmpty()) {
            return CallOutcome.succeeded(answered);
        }
        Optional<JsonNode> answer = json(reply);
        if (answer.isEmpty()) {
            return CallOutcome.failed("AnswerUnreadable", answered + ", expected JSON of at most " + ANSWER_BYTES + " bytes, because there are assertions, found "
                    + (reply.whole() ? "no JSON" : "more"));
        }
        List<String> problems = assertions.stream().flatMap(a -> a.problem(answer.get()).stream()).toList();
        return problems.isEmpty() ? CallOutcome.succeeded(answered + ", " + assertions.size() + (assertions.size() == 1 ? " assertion holds" : " assertions hold"))
                : CallOutcome.failed("AssertionFailed", answered + ": " + String.join("; ", problems));
    }

    private static Optional<JsonNode> json(Reply reply) {
        try {
            return reply.whole() ? Optional.of(JSON.readTree(reply.body())).filter(node -> !node.isMissingNode()) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
