package dev.causality.adapters.nats;

import io.nats.client.Message;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The replies that one session waits for. All are sent to one inbox, {@code <inbox>.<id>.<index>}: one entry here per
 * question, however many messages it consists of. Safe for use by several tasks; replies come on one thread.
 */
final class Replies {

    private final String inbox;
    private final AtomicLong ids = new AtomicLong();
    private final ConcurrentHashMap<Long, Awaited> awaited = new ConcurrentHashMap<>();
    private volatile @Nullable String lost;

    Replies(String inbox) {
        this.inbox = inbox;
    }

    /** Somebody who waits for replies. Its methods must not block. */
    interface Awaited {

        /** The reply to the message with this index. */
        void replied(int index, Message reply);

        /** The client dropped the message with this index before sending it. */
        void dropped(int index);

        /** No replies will come any more. May be called more than once. */
        void lost(String why);
    }

    /** What the session subscribes to. */
    String pattern() {
        return inbox + ".>";
    }

    /** Begins to wait; the result makes the {@linkplain #address addresses}. {@link #forget} ends it. */
    long await(Awaited waiting) {
        long id = ids.incrementAndGet();
        awaited.put(id, waiting);
        String why = lost;
        if (why != null) {
            waiting.lost(why);
        }
        return id;
    }

    void forget(long id) {
        awaited.remove(id);
    }

    /** Where the reply to the message with this index goes. */
    String address(long id, int index) {
        return inbox + '.' + id + '.' + index;
    }

    /** Takes in a reply. Replies to what is forgotten are dropped. */
    void reply(Message message) {
        String subject = message.getSubject();
        Awaited waiting = find(subject);
        if (waiting != null) {
            waiting.replied(index(subject), message);
        }
    }

    /** Takes in that a message was dropped by the client. */
    void dropped(@Nullable String replyTo) {
        Awaited waiting = replyTo != null && replyTo.startsWith(inbox) ? find(replyTo) : null;
        if (waiting != null && replyTo != null) {
            waiting.dropped(index(replyTo));
        }
    }

    /** Tells everybody, now and later, that no replies will come. */
    void lost(String why) {
        lost = why;
        awaited.values().forEach(waiting -> waiting.lost(why));
    }

    private @Nullable Awaited find(String address) {
        return awaited.get(number(address, inbox.length() + 1, address.lastIndexOf('.')));
    }

    private static int index(String address) {
        return (int) number(address, address.lastIndexOf('.') + 1, address.length());
    }

    private static long number(String text, int from, int to) {
        long number = 0;
        for (int i = from; i < to; i++) {
            number = number * 10 + (text.charAt(i) - '0');
        }
        return number;
    }
}
