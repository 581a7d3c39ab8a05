package dev.causality.adapters.nats;

import dev.causality.kernel.Kernel;
import io.nats.client.Message;
import io.nats.client.Subscription;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/**
 * The pull requests of one consumer on one session. The server shares messages out between requests that are open at the
 * same time, so all are looked at; what has come and was not taken yet counts as open. For one task at a time.
 *
 * <p>All methods throw {@link IllegalStateException} when the connection is lost.
 */
final class Pulls {

    /** How long after its end a request's inbox is listened to. */
    private static final Duration STRAGGLERS = Duration.ofSeconds(2);

    /** How long after its expiry a request's end may take before the server counts as silent. */
    private static final Duration OVERDUE = Duration.ofSeconds(1);

    /** How long after its expiry a request is given up: its end will not come. */
    private static final Duration ABANDONED = Duration.ofSeconds(6);

    /** How long is waited at one of several requests before the others are looked at. */
    private static final Duration TURN = Duration.ofMillis(2);

    private final Session session;
    private final Kernel kernel;
    private final String nextSubject;
    private final Duration expires;
    private final ArrayDeque<Pull> open = new ArrayDeque<>();
    private final ArrayDeque<Pull> ended = new ArrayDeque<>();
    private @Nullable Subscription spareInbox;
    private @Nullable String trouble;
    private boolean outOfTurn;
    private boolean tooBig;

    /**
     * @param nextSubject the subject of the consumer's requests
     * @param expires how long a request stays open on the server
     */
    Pulls(Session session, Kernel kernel, String nextSubject, Duration expires) {
        this.session = session;
        this.kernel = kernel;
        this.nextSubject = nextSubject;
        this.expires = expires;
    }

    /** Who takes the messages. */
    interface Receiver {

        boolean full();

        void accept(Message message, Pull pull);
    }

    Session session() {
        return session;
    }

    /**
     * Asks for messages.
     *
     * @param maxBytes 0 = no limit
     * @return false when the request was certainly not sent
     */
    boolean request(int wanted, long maxBytes) {
        Subscription inbox = spareInbox != null ? spareInbox : session.openInbox();
        spareInbox = null;
        Pull pull = Pull.send(session, kernel, inbox, nextSubject, wanted, maxBytes, expires);
        if (pull != null) {
            open.add(pull);
        }
        return pull != null;
    }

    /** How many messages are asked for and not taken yet. */
    int openMessages() {
        int messages = 0;
        for (Pull pull : open) {
            messages += pull.open();
        }
        return messages;
    }

    /** Whether a request is open, as far as is known here: the server may have ended it a moment ago. */
    boolean anyOpen() {
        return !open.isEmpty();
    }

    /** Whether the server holds an open request of ours: one that is not used up, nor old enough to have expired. */
    boolean certainlyOpen() {
        long now = kernel.nanoTime();
        return open.stream().anyMatch(pull -> now - pull.sentAt() < expires.toNanos());
    }

    /** Gives what has come to the receiver, as long as it takes more. */
    void take(Receiver receiver) throws InterruptedException {
        for (Iterator<Pull> pulls = open.iterator(); pulls.hasNext(); ) {
            Pull pull = pulls.next();
            take(pull, receiver);
            if (pull.ended()) {
                pulls.remove();
                retire(pull);
            }
        }
        if (!ended.isEmpty()) {
            takeStragglers(receiver);
        }
    }

    /** Waits at most so long for something to come, and gives it to the receiver. */
    void await(Duration wait, Receiver receiver) throws InterruptedException {
        Pull first = open.peek();
        if (first == null) {
            kernel.sleep(wait, session.lost());
            return;
        }
        boolean alone = open.size() == 1;
        Message message = first.next(kernel, alone || wait.compareTo(TURN) < 0 ? wait : TURN);
        if (message != null) {
            trouble = null;
            receiver.accept(message, first);
        }
    }

    /** Why nothing comes, as far as it is known; null when all is well, or is again. */
    @Nullable
    String trouble() {
        return trouble == null && overdueNanos() > OVERDUE.toNanos() ? "the server does not answer" : trouble;
    }

    /** Whether a request ended out of turn since this was last asked. */
    boolean takeOutOfTurn() {
        boolean taken = outOfTurn;
        outOfTurn = false;
        return taken;
    }

    /** Whether the next message alone is larger than the last request allowed; says so once. */
    boolean takeTooBig() {
        boolean taken = tooBig;
        tooBig = false;
        return taken;
    }

    /** Gives up requests whose end will not come. Messages that come for them all the same are not taken. */
    void abandonLost() {
        while (overdueNanos() > ABANDONED.toNanos()) {
            open.remove().inbox().unsubscribe();
            trouble = "the server forgot a pull request";
            outOfTurn = true;
        }
    }

    /** Stops listening. What has come and was not taken is not taken any more. */
    void close() {
        open.forEach(pull -> pull.inbox().unsubscribe());
        ended.forEach(pull -> pull.inbox().unsubscribe());
        open.clear();
        ended.clear();
        if (spareInbox != null) {
            spareInbox.unsubscribe();
            spareInbox = null;
        }
    }

    /** For how long the oldest request has been open beyond its expiry; negative when it has not expired. */
    private long overdueNanos() {
        Pull first = open.peek();
        return first == null ? Long.MIN_VALUE : kernel.nanoTime() - first.sentAt() - expires.toNanos();
    }

    private void take(Pull pull, Receiver receiver) throws InterruptedException {
        while (!receiver.full()) {
            Message message = pull.next(kernel, null);
            if (message == null) {
                return;
            }
            trouble = null;
            receiver.accept(message, pull);
        }
    }

    private void takeStragglers(Receiver receiver) throws InterruptedException {
        for (Iterator<Pull> pulls = ended.iterator(); pulls.hasNext(); ) {
            Pull pull = pulls.next();
            take(pull, receiver);
            if (kernel.nanoTime() - pull.endedAt() > STRAGGLERS.toNanos()) {
                pulls.remove();
                pull.inbox().unsubscribe();
            }
        }
    }

    private void retire(Pull pull) {
        tooBig |= pull.tooBig();
        trouble = pull.trouble();
        outOfTurn |= trouble != null;
        if (!pull.complete()) {
            ended.add(pull);
        } else if (spareInbox == null) {
            spareInbox = pull.inbox();
        } else {
            pull.inbox().unsubscribe();
        }
    }
}
