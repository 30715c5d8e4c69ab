package dev.dromon.callback;

import dev.dromon.api.EventSink;
import dev.dromon.api.KeptnTask;
import dev.dromon.gather.RequestGather.RequestRun;
import dev.dromon.kube.Keys;
import dev.dromon.kube.KindCache;
import dev.dromon.kube.KubeHeaders;
import dev.dromon.model.Blocker;
import dev.dromon.sink.Answer;
import dev.dromon.sink.RequestTarget;
import dev.dromon.sink.RequestTargets;
import dev.dromon.task.RequestOutcome;
import java.time.Duration;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Body {@link RequestRun}: sends its request if it is time, and puts what came of that into exchange property {@link #OUTCOME}; the time to look again is set when it
 * waits. The body stays.
 */
public final class RequestSendProcessor implements Processor {

    /** Exchange property: {@link RequestOutcome}. */
    static final String OUTCOME = "CamelDromonOutcome";

    private static final Logger LOG = LoggerFactory.getLogger(RequestSendProcessor.class);
    private static final Duration UNTIL_SERVED = Duration.ofMillis(250);

    private final RequestTargets targets;
    private final KindCache<EventSink> sinks;
    private final CallbackKey key;
    private final RequestPace pace;
    private final String cluster;

    /** Sends to the targets, tokens made with the key; the cluster's name goes into the source of events. */
    RequestSendProcessor(RequestTargets targets, KindCache<EventSink> sinks, CallbackKey key, RequestPace pace, String cluster) {
        this.targets = targets;
        this.sinks = sinks;
        this.key = key;
        this.pace = pace;
        this.cluster = cluster;
    }

    @Override
    public void process(Exchange exchange) throws InterruptedException {
        RequestRun run = exchange.getMessage().getBody(RequestRun.class);
        exchange.setProperty(OUTCOME, run.spec().isPresent() ? look(run, exchange.getMessage()) : RequestOutcome.waiting(run.problem().orElseGet(() -> job(run))));
    }

    private static Blocker job(RequestRun run) {
        return Blocker.stuck("TaskDefinitionInvalid", "KeptnTaskDefinition " + run.task().getSpec().taskDefinition
                + ": expected spec.callback, because a task of it waits to ask, found something to run; give it another name, and this one its callback back");
    }

    private RequestOutcome look(RequestRun run, Message message) throws InterruptedException {
        if (pace.taken(request(run))) {
            return RequestOutcome.TAKEN;
        }
        Optional<Blocker> missing = Optional.ofNullable(run.spec().get().sink).flatMap(name -> missing(name, run.task()));
        if (missing.isPresent()) {
            return RequestOutcome.waiting(missing.get());
        }
        Optional<RequestTarget> target = run.spec().get().sink == null ? Optional.of(targets.address(run.spec().get().url)) : targets.sink(run.spec().get().sink);
        Duration wait = target.map(t -> pace.wait(request(run), t, run.now())).orElse(UNTIL_SERVED);
        if (!wait.isZero()) {
            message.setHeader(KubeHeaders.REQUEUE_AFTER, wait);
            return RequestOutcome.NONE;
        }
        return send(run, target.orElseThrow(), message);
    }

    private Optional<Blocker> missing(String name, KeptnTask task) {
        Optional<EventSink> sink = sinks.get(null, name);
        String namespace = task.getMetadata().getNamespace();
        if (sink.isEmpty()) {
            return Optional.of(Blocker.stuck("CallbackSinkUnavailable", "KeptnTaskDefinition " + task.getSpec().taskDefinition + " names EventSink " + name
                    + ", which does not exist; create it, or correct spec.callback.sink"));
        }
        String app = RequestEvent.app(task);
        return RequestTargets.accepts(sink.get(), namespace, app) ? Optional.empty() : Optional.of(Blocker.stuck("CallbackSinkUnavailable",
                "the filter of EventSink " + name + " lets nothing of app " + app + " in namespace " + namespace + " through; name another sink, or extend its filter"));
    }

    private RequestOutcome send(RequestRun run, RequestTarget target, Message message) throws InterruptedException {
        String token;
        try {
            token = CallbackToken.of(key.read(), run.task().getMetadata().getUid());
        } catch (CallbackKey.NoKey e) {
            message.setHeader(KubeHeaders.REQUEUE_AFTER, CallbackTokenProcessor.AGAIN);
            return RequestOutcome.waiting(e.blocker());
        }
        String hash = CallbackToken.hash(token);
        if (run.status().callback().filter(c -> c.tokenHash().equals(hash)).isEmpty()) {
            LOG.warn("the key of Secret {} has changed, the request of this task gets another token task={}", CallbackKey.SECRET, Keys.key(run.task()));
            return RequestOutcome.renewed(hash);
        }
        Answer answer = target.post().post(RequestEvent.of(run.task(), run.spec().get(), token, cluster, run.status()));
        return outcome(run, target, answer, message);
    }

    private RequestOutcome outcome(RequestRun run, RequestTarget target, Answer answer, Message message) {
        boolean giveUp = pace.answered(request(run), target, answer, run.now());
        if (answer.verdict() == Answer.Verdict.TAKEN) {
            LOG.info("a request was taken task={}", Keys.key(run.task()));
            return RequestOutcome.TAKEN;
        }
        if (giveUp) {
            return RequestOutcome.rejected("the receiver does not want the request and was asked " + target.giveUpAfter() + " times: " + answer.problem());
        }
        message.setHeader(KubeHeaders.REQUEUE_AFTER, pace.wait(request(run), target, run.now()));
        return RequestOutcome.waiting(Blocker.waiting("RequestNotTaken", "the request was not taken yet and is sent again: " + answer.problem()));
    }

    /** A token that is another one makes it another request. */
    private static String request(RequestRun run) {
        return run.task().getMetadata().getUid() + run.status().callback().map(c -> c.tokenHash()).orElse("");
    }
}
