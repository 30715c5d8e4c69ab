package dev.dromon.sandbox.server;

import io.fabric8.mockwebserver.crud.AttributeSet;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Stream;

/** The newest changes in their order, and the watches that want to hear of further ones. Not thread-safe: its owner guards it. */
final class WatchLog {

    /**
     * One change.
     *
     * @param version    resourceVersion that it led to
     * @param before     what the object could be selected by before it; null when it did not exist
     * @param after      what it can be selected by now; null when it was deleted
     * @param beforeJson the object before, with the new resourceVersion; null when it did not exist
     * @param afterJson  the object now; null when it was deleted
     */
    record Entry(long version, AttributeSet before, AttributeSet after, String beforeJson, String afterJson) {
    }

    private final int kept;
    private final Deque<Entry> entries = new ArrayDeque<>();
    private final Set<WatchStream> open = new LinkedHashSet<>();
    private long forgotten;

    /** A log of so many changes; who asks for an older one gets 410 Gone, as from a compacted etcd. */
    WatchLog(int kept) {
        this.kept = kept;
    }

    /** Keeps a change and tells every watch that selects it. */
    void append(Entry entry) {
        entries.add(entry);
        if (entries.size() > kept) {
            forgotten = entries.remove().version();
        }
        open.removeIf(stream -> !stream.tell(entry));
    }

    /** Whether all changes after that resourceVersion are still there. */
    boolean reaches(long version) {
        return version >= forgotten;
    }

    /** The changes after that resourceVersion. */
    Stream<Entry> since(long version) {
        return entries.stream().filter(e -> e.version() > version);
    }

    void add(WatchStream stream) {
        open.add(stream);
    }

    void remove(WatchStream stream) {
        open.remove(stream);
    }
}
