package dev.causality.faults.sim.world;

import dev.causality.faults.sim.SimKernel;
import dev.causality.faults.sim.world.jetstream.Follow;
import dev.causality.faults.sim.world.jetstream.Follow.Reader;
import dev.causality.faults.sim.world.jetstream.StreamServer;
import dev.causality.kernel.Cancellation;
import dev.causality.kernel.Deadline;
import dev.causality.ports.PortException;
import dev.causality.ports.StoredMessage;
import dev.causality.ports.StreamState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads a stream in order, over as many connections as it takes. For one task at a time. */
final class Reading {

    private static final int BATCH = 512;
    private static final Duration REQUEST = Duration.ofSeconds(5);

    /** How long after a request's end its answer may take before it is asked for again. */
    private static final Duration OVERDUE = Duration.ofSeconds(1);

    private final Client client;
    private final SimKernel kernel;
    private final String stream;
    private final Instant created;
    private final String filter;
    private @Nullable Reply<Batch> open;
    private Deadline giveUp = Deadline.NEVER;
    private long last;
    private boolean caughtUp;
    private boolean closed;

    Reading(Client client, String stream, Instant created, String filter) {
        this.client = client;
        this.kernel = client.kernel();
        this.stream = stream;
        this.created = created;
        this.filter = filter;
    }

    /** What came, or that nothing ever will. */
    private record Batch(
            List<StoredMessage> messages,
            boolean more,
            @Nullable String gone) {}

    /** Whether all that was there has been read. */
    boolean caughtUp() {
        return caughtUp;
    }

    /**
     * Waits for messages.
     *
     * @param untilCaughtUp whether it also returns, maybe without messages, when it has just caught up
     * @throws PortException when the stream is gone, or another one has its name
     */
    List<StoredMessage> next(Deadline deadline, Cancellation cancellation, boolean untilCaughtUp) {
        kernel.point("follow");
        List<StoredMessage> messages = List.of();
        while (messages.isEmpty() && !closed) {
            boolean wasCaughtUp = caughtUp;
            Reply<Batch> reply = request(deadline, cancellation);
            Batch batch =
                    reply == null ? null : reply.await(kernel, "next messages", deadline.earlier(giveUp), cancellation);
            if (batch != null) {
                messages = take(batch);
            } else if (reply != null && (!reply.open() || giveUp.passed(kernel))) {
                open = null;
            }
            if ((untilCaughtUp && caughtUp != wasCaughtUp) || cancellation.isCancelled() || deadline.passed(kernel)) {
                break;
            }
        }
        kernel.point("followed");
        return messages;
    }

    void close() {
        closed = true;
    }

    private List<StoredMessage> take(Batch batch) {
        open = null;
        if (batch.gone() != null) {
            throw new PortException("stream " + stream + " " + batch.gone() + ". Restart the process");
        }
        caughtUp = !batch.more();
        if (!batch.messages().isEmpty()) {
            last = batch.messages().getLast().sequence();
        }
        return batch.messages();
    }

    private @Nullable Reply<Batch> request(Deadline deadline, Cancellation cancellation) {
        if (open != null) {
            return open;
        }
        Session session = client.await(deadline, cancellation);
        if (session == null) {
            return null;
        }
        Reply<Batch> reply = session.newReply();
        open = reply;
        giveUp = kernel.deadlineIn(REQUEST.plus(OVERDUE));
        session.send(
                "follow",
                () -> client.host().with(server -> {
                    ask(server, session, reply);
                    return true;
                }));
        return reply;
    }

    private void ask(StreamServer server, Session session, Reply<Batch> reply) {
        long now = client.host().nanos();
        Optional<Instant> found = server.streamState(stream).map(StreamState::created);
        if (found.isEmpty()) {
            answer(session, reply, new Batch(List.of(), false, "is gone"));
        } else if (!found.get().equals(created)) {
            String made =
                    "was deleted and made again at " + found.get() + "; this process opened the one of " + created;
            answer(session, reply, new Batch(List.of(), false, made));
        } else {
            long expires = caughtUp ? now + REQUEST.toNanos() : now;
            server.follow(new Follow(stream, filter, last, BATCH, expires, reader(session, reply)), now);
        }
    }

    private static Reader reader(Session session, Reply<Batch> reply) {
        return new Reader() {
            @Override
            public void read(List<StoredMessage> messages, boolean more) {
                answer(session, reply, new Batch(messages, more, null));
            }

            @Override
            public void gone() {
                answer(session, reply, new Batch(List.of(), false, "is gone"));
            }
        };
    }

    private static void answer(Session session, Reply<Batch> reply, Batch batch) {
        session.answer("followed", () -> reply.set(batch));
    }
}
