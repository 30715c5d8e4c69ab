package dev.dromon.callback;

import dev.dromon.act.TaskStatusWriter;
import dev.dromon.api.EventSink;
import dev.dromon.http.ResponderProcessor;
import dev.dromon.kube.ClusterWriter;
import dev.dromon.kube.KubeCaches;
import dev.dromon.sink.RequestTargets;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.camel.Processor;

/** Makes the steps of all routes that have to do with requests and answers. */
public final class Callbacks {

    private Callbacks() {
    }

    /**
     * How this process takes part.
     *
     * @param namespace Dromon's own
     * @param cluster   name of the cluster in the source of events
     * @param served    whether it has an HTTP server
     */
    public record Terms(String namespace, String cluster, boolean served) {
    }

    /** What the steps work with. */
    public record Parts(KubeCaches caches, ClusterWriter writer, AnswerRecorder answers, RequestTargets targets, InstantSource clock) {
    }

    /** Bean name to step. */
    public static Map<String, Processor> steps(Terms terms, Parts parts) {
        CallbackKey key = new CallbackKey(parts.writer(), terms.namespace());
        RequestPace pace = new RequestPace(() -> ThreadLocalRandom.current().nextDouble());
        return Map.of("callbackToken", new CallbackTokenProcessor(key, terms.served()),
                "requestSend", new RequestSendProcessor(parts.targets(), parts.caches().of(EventSink.class), key, pace, terms.cluster()),
                "requestNote", new RequestNoteProcessor(new TaskStatusWriter(parts.writer()), parts.clock()),
                "answer", new ResponderProcessor("POST", new AnswerResponder(parts.answers(), parts.clock())));
    }
}
