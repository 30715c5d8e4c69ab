package dev.dromon.fault;

import io.vertx.core.buffer.Buffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Answers to lists as they were given, for runtimes that follow one another in one namespace: a replica of the API server that lags behind may answer a list that asks for
 * any version ({@code resourceVersion=0}) with an older one (Kubernetes API concepts, resource versions).
 */
final class ListMemory {

    private static final int KEPT = 3;

    private final Map<String, Deque<Buffer>> answers = new ConcurrentHashMap<>();

    void remember(String path, Buffer answer) {
        answers.compute(path, (p, old) -> {
            Deque<Buffer> kept = old == null ? new ArrayDeque<>() : old;
            kept.addLast(answer);
            if (kept.size() > KEPT) {
                kept.removeFirst();
            }
            return kept;
        });
    }

    /** The oldest answer that is remembered; empty when the list was never answered. */
    Optional<Buffer> oldest(String path) {
        return Optional.ofNullable(answers.get(path)).map(Deque::peekFirst);
    }
}
