package dev.dromon.sink;

import io.cloudevents.CloudEvent;
import java.util.Objects;

/**
 * Where a request of a task goes.
 *
 * @param identity    changes when anything about it changes
 * @param backoff     how the request is repeated
 * @param giveUpAfter attempts after which a request that is refused is given up
 * @param post        sends it
 */
public record RequestTarget(String identity, Backoff backoff, int giveUpAfter, Post post) {

    /** Sends one event that tells of no flow. */
    @FunctionalInterface
    public interface Post {

        /** Sends the event and waits for the answer. Never throws but when it is interrupted: what goes wrong is the answer. */
        Answer post(CloudEvent event) throws InterruptedException;
    }

    public RequestTarget {
        Objects.requireNonNull(identity);
        Objects.requireNonNull(backoff);
        Objects.requireNonNull(post);
    }
}
