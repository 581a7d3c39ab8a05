package dev.causality.adapters.nats;

import dev.causality.kernel.Kernel;
import io.nats.client.Message;
import io.nats.client.Subscription;
import io.nats.client.support.Status;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One pull request and what came of it. It has an inbox of its own, so that each message is known to have been sent after
 * {@link #sentAt()}. For one task at a time.
 *
 * <p>A request ends with its last message or with a status. From a consumer with several replicas messages may still come
 * after the status, for they wait for a quorum and it does not; so an inbox is used again only if all messages asked for
 * have come, and is listened to for a while otherwise.
 */
final class Pull {

    private static final int HEARTBEAT = 100;
    private static final int EXPIRED = 408;
    private static final int NO_MESSAGES = 404;
    private static final int CONFLICT = 409;
    private static final String TOO_BIG = "message size exceeds maxbytes";
    private static final String COMPLETED = "batch completed";

    private final Subscription inbox;
    private final int wanted;
    private final boolean bytesLimited;
    private long bytesLeft;
    private final long sentAt;
    private int received;
    private boolean ended;
    private boolean tooBig;
    private long endedAt;
    private @Nullable String trouble;

    private Pull(Subscription inbox, int wanted, long maxBytes, long sentAt) {
        this.inbox = inbox;
        this.wanted = wanted;
        this.bytesLimited = maxBytes > 0;
        this.bytesLeft = maxBytes;
        this.sentAt = sentAt;
    }

    /**
     * Sends a request.
     *
     * @param next the subject of the consumer's requests
     * @param maxBytes 0 = no limit
     * @return null when it was certainly not sent
     */
    static @Nullable Pull send(
            Session session,
            Kernel kernel,
            Subscription inbox,
            String next,
            int wanted,
            long maxBytes,
            Duration expires) {
        Json request = Json.object().put("batch", wanted).put("expires", expires.toNanos());
        if (maxBytes > 0) {
            request.put("max_bytes", maxBytes);
        }
        Pull pull = new Pull(inbox, wanted, maxBytes, kernel.nanoTime());
        byte[] body = request.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8);
        return session.send(next, inbox.getSubject(), null, body) ? pull : null;
    }

    /**
     * The next message that has come, waiting for one at most so long; statuses are taken note of and not returned.
     *
     * @param wait null = not at all
     * @throws IllegalStateException when the connection is lost
     */
    @Nullable
    Message next(Kernel kernel, @Nullable Duration wait) throws InterruptedException {
        Message message = inbox.nextMessage(wait);
        while (message != null && message.isStatusMessage()) {
            note(message.getStatus(), kernel.nanoTime());
            message = inbox.nextMessage((Duration) null);
        }
        if (message != null) {
            count(message, kernel);
        }
        return message;
    }

    private void count(Message message, Kernel kernel) {
        received++;
        bytesLeft -= PackedHeaders.size(message);
        if (received >= wanted || (bytesLimited && bytesLeft <= 0)) {
            end(kernel.nanoTime());
        }
    }

    private void note(Status status, long now) {
        String text = status.getMessage().toLowerCase(Locale.ROOT);
        if (status.getCode() == HEARTBEAT || text.startsWith(COMPLETED)) {
            return; // The latter only repeats what counting says, and may come ahead of the messages.
        }
        if (status.getCode() == CONFLICT && text.startsWith(TOO_BIG)) {
            tooBig = received == 0;
        } else if (status.getCode() != EXPIRED && status.getCode() != NO_MESSAGES) {
            trouble = status.getMessageWithCode();
        }
        end(now);
    }

    private void end(long now) {
        if (!ended) {
            ended = true;
            endedAt = now;
        }
    }

    Subscription inbox() {
        return inbox;
    }

    /** The kernel's monotonic time just before the request was sent. */
    long sentAt() {
        return sentAt;
    }

    /** How many messages may still come. */
    int open() {
        return ended ? 0 : wanted - received;
    }

    boolean ended() {
        return ended;
    }

    /** When it ended, in the kernel's monotonic time. */
    long endedAt() {
        return endedAt;
    }

    /** Whether all messages asked for have come, so that nothing more will. */
    boolean complete() {
        return received >= wanted;
    }

    /** Whether it ended because the next message alone is larger than the request allowed. */
    boolean tooBig() {
        return tooBig;
    }

    /** What the server said instead of an orderly end; null when it has not. */
    @Nullable
    String trouble() {
        return trouble;
    }
}
