package dev.dromon.call;

import dev.dromon.api.CallStatus;
import dev.dromon.api.HttpTaskSpec;
import dev.dromon.api.KeptnTask;
import dev.dromon.call.Placeholders.UnusableRequest;
import dev.dromon.gather.CallGather.CallRun;
import dev.dromon.gather.Traces;
import dev.dromon.kube.ClusterWriter;
import dev.dromon.kube.SecretReader;
import dev.dromon.kube.SecretReader.UnusableSecret;
import dev.dromon.kube.Times;
import dev.dromon.model.Blocker;
import dev.dromon.sink.HttpCalls;
import dev.dromon.task.CallOutcome;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.DoubleSupplier;

/** Sends the request of an HTTP task. Secrets are read for each attempt, by their names, in the task's namespace. Thread-safe. */
final class HttpCaller implements Caller {

    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(30);
    /** Nobody tells of a right, or of a Secret that may not be watched. */
    private static final Duration AGAIN = Duration.ofSeconds(10);

    private final HttpCalls calls;
    private final ClusterWriter writer;
    private final DoubleSupplier chance;

    /** Sends by the calls; waits are spread by chance, from 0 to 1. */
    HttpCaller(HttpCalls calls, ClusterWriter writer, DoubleSupplier chance) {
        this.calls = calls;
        this.writer = writer;
        this.chance = chance;
    }

    /** What a request is made of. */
    private record Parts(HttpMessage message, HttpVerdict verdict, HttpTaskCredentials credentials) {
    }

    @Override
    public void check(KeptnTask task, CallStatus wanted) throws CannotCall {
        parts(task, wanted.http);
    }

    private Parts parts(KeptnTask task, HttpTaskSpec spec) throws CannotCall {
        try {
            return new Parts(HttpMessage.of(spec, Placeholders.of(task, spec.parameters)), HttpVerdict.of(spec),
                    HttpTaskCredentials.read(spec, SecretReader.asking(writer, task.getMetadata().getNamespace())));
        } catch (UnusableRequest e) {
            throw CannotCall.untilChanged(Blocker.stuck("HttpRequestInvalid", "KeptnTaskDefinition " + task.getSpec().taskDefinition + ": " + e.getMessage()));
        } catch (UnusableSecret e) {
            throw CannotCall.lookAgain(Blocker.stuck("HttpSecretUnusable", "KeptnTaskDefinition " + task.getSpec().taskDefinition + ": " + e.getMessage()), AGAIN);
        }
    }

    @Override
    public Calls.Begun begin(CallRun run) throws CannotCall {
        HttpTaskSpec spec = run.wanted().http;
        Parts parts = parts(run.task(), spec);
        Map<String, String> headers = new LinkedHashMap<>(parts.message().headers());
        headers.putAll(parts.credentials().headers());
        headers.put("idempotency-key", run.call().key());
        Traces.of(run.task()).ifPresent(span -> headers.putIfAbsent(Traces.TRACEPARENT, span.traceparent()));
        Duration left = Duration.between(run.now(), run.call().deadline());
        Duration timeout = Times.duration(spec.requestTimeout).orElse(REQUEST_TIMEOUT);
        HttpCalls.Ongoing ongoing = calls.send(new HttpCalls.Request("spec.http.url", parts.message().method(), parts.message().url(), headers, parts.message().body(),
                parts.credentials().authorities(), timeout.compareTo(left) < 0 ? timeout : left, parts.verdict().limit()));
        CompletableFuture<CallOutcome> outcome = ongoing.reply().handle((reply, failure) -> failure == null ? parts.verdict().of(reply, run.call().attempt(), chance)
                : parts.verdict().none(failure.getMessage(), run.call().attempt(), chance)).thenApply(o -> masked(o, parts.credentials()));
        return new Calls.Begun(outcome, ongoing.leave());
    }

    private static CallOutcome masked(CallOutcome outcome, HttpTaskCredentials credentials) {
        return outcome.saying(credentials.masked(outcome.detail().message()));
    }
}
