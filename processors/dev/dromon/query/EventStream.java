package dev.dromon.query;

import dev.dromon.kube.ChangeBell;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;

/**
 * Events as they happen, in the form of server-sent events. Reading blocks until there is one, or a sign of life is due; it ends when the client may not read any more, or after
 * {@link #close}. It holds what one reading of the log gave, however slow its client is. Rule: WHATWG HTML, server-sent events.
 */
final class EventStream extends InputStream {

    private static final int MOST_AT_ONCE = 100;
    private static final int AGAIN_AFTER_MILLIS = 2_000;
    private static final byte[] NOTHING = new byte[0];

    private final Source source;
    private final EventSelection selection;
    private final Client client;
    private final AtomicBoolean closed = new AtomicBoolean();
    private Cursor cursor;
    private byte[] piece;
    private int given;
    private long lifeDue;
    private long reviewDue;

    /**
     * Where the events come from.
     *
     * @param bell   rings when there may be new ones
     * @param clock  nanoseconds
     * @param life   time between signs of life
     * @param review time between reviews of the client's access
     */
    record Source(EventReader reader, ChangeBell bell, LongSupplier clock, Duration life, Duration review) {

        private static final Duration LIFE = Duration.ofSeconds(15);
        private static final Duration REVIEW = Duration.ofMinutes(1);

        /** With a sign of life every 15 s, and a review every minute. */
        Source(EventReader reader, ChangeBell bell) {
            this(reader, bell, System::nanoTime, LIFE, REVIEW);
        }
    }

    /**
     * For whom they are.
     *
     * @param access says whether they may read still
     * @param end    called once, at the end
     */
    record Client(Access access, Runnable end) {
    }

    /** Whether a client may read. */
    @FunctionalInterface
    interface Access {

        boolean allowed() throws InterruptedException;
    }

    EventStream(Source source, EventSelection selection, Cursor since, Client client) {
        this.source = source;
        this.selection = selection;
        this.cursor = since;
        this.client = client;
        this.piece = bytes("retry: " + AGAIN_AFTER_MILLIS + "\nid: " + since.text() + "\n\n");
        long now = source.clock().getAsLong();
        this.lifeDue = now + source.life().toNanos();
        this.reviewDue = now + source.review().toNanos();
    }

    @Override
    public int read() {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, into.length);
        if (length == 0) {
            return 0;
        }
        while (given == piece.length) {
            if (!next()) {
                return -1;
            }
        }
        int size = Math.min(length, piece.length - given);
        System.arraycopy(piece, given, into, offset, size);
        given += size;
        return size;
    }

    /** Waits for the next piece, which may be nothing yet; false at the end. */
    private boolean next() {
        try {
            long now = source.clock().getAsLong();
            if (closed.get() || now - reviewDue >= 0 && !reviewed(now)) {
                return false;
            }
            long count = source.bell().count();
            EventReader.Page page = source.reader().read(cursor, selection, MOST_AT_ONCE);
            cursor = page.next();
            take(page.events().isEmpty() && now - lifeDue >= 0 ? bytes(": still here\nid: " + cursor.text() + "\n\n") : bytes(page));
            if (piece.length > 0) {
                lifeDue = now + source.life().toNanos();
            } else if (!page.more() && !closed.get()) {
                source.bell().await(count, Duration.ofNanos(Math.min(lifeDue - now, reviewDue - now)));
            }
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private boolean reviewed(long now) throws InterruptedException {
        reviewDue = now + source.review().toNanos();
        return client.access().allowed();
    }

    private void take(byte[] next) {
        piece = next;
        given = 0;
    }

    private static byte[] bytes(EventReader.Page page) {
        if (page.events().isEmpty()) {
            return NOTHING;
        }
        StringBuilder text = new StringBuilder();
        for (EventReader.Told told : page.events()) {
            text.append("id: ").append(told.cursor().text()).append("\nevent: ").append(told.event().type()).append("\ndata: ").append(EventsResponder.json(told)).append("\n\n");
        }
        return bytes(text.toString());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Ends a reading that waits, too. */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            client.end().run();
            source.bell().ring();
        }
    }
}
