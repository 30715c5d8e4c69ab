package dev.dromon.act;

import dev.dromon.analysis.Asked;
import dev.dromon.analysis.ValueAnswer;
import dev.dromon.analysis.ValueQuestion;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/** What this process has asked for analyses that are not completed, and what came of it. Losing it only means to ask again. Thread-safe. */
final class AnalysisFetches {

    private final InstantSource clock;
    private final Map<String, Map<ValueQuestion, Asked>> fetches = new HashMap<>();
    private final Map<String, String> uids = new HashMap<>();

    AnalysisFetches(InstantSource clock) {
        this.clock = clock;
    }

    /** The questions of the Analysis of that key and uid; those of an earlier one of the same name are forgotten. */
    synchronized Map<ValueQuestion, Asked> of(String key, String uid) {
        if (!uid.equals(uids.put(key, uid))) {
            fetches.remove(key);
        }
        return Map.copyOf(fetches.getOrDefault(key, Map.of()));
    }

    /** A question is on its way. */
    synchronized void begun(String key, ValueQuestion question, Instant now) {
        Map<ValueQuestion, Asked> questions = fetches.computeIfAbsent(key, k -> new HashMap<>());
        Optional<Asked> before = Optional.ofNullable(questions.get(question));
        questions.put(question, new Asked(before.map(Asked::times).orElse(0) + 1, now, before.flatMap(Asked::answer), true));
    }

    /** When its answer is there, and the Analysis has not gone meanwhile, the consumer is given the key; it must only enqueue. */
    void await(String key, ValueQuestion question, CompletionStage<ValueAnswer> answer, Consumer<String> wake) {
        String uid = uid(key);
        answer.thenAccept(came -> {
            if (ended(key, uid, question, came)) {
                wake.accept(key);
            }
        });
    }

    private synchronized String uid(String key) {
        return uids.get(key);
    }

    private synchronized boolean ended(String key, String uid, ValueQuestion question, ValueAnswer answer) {
        Asked asked = uid != null && uid.equals(uids.get(key)) ? fetches.getOrDefault(key, Map.of()).get(question) : null;
        if (asked != null) {
            fetches.get(key).put(question, new Asked(asked.times(), clock.instant(), Optional.of(answer), false));
        }
        return asked != null;
    }

    /** The Analysis is completed or gone. */
    synchronized void forget(String key) {
        fetches.remove(key);
        uids.remove(key);
    }
}
