package dev.causality.faults.sim.world;

import dev.causality.faults.sim.SimKernel;
import dev.causality.faults.sim.Simulation;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One connection of a process to the message server, from its beginning to its loss. Its two ends learn of the loss at
 * different times: a server may go on sending to a client that is no more, and a client's last words may still arrive.
 */
final class Session implements Link.Connection {

    private static final long RETRANSMISSION_NANOS = 1_000_000_000L;

    /** A server's two unanswered pings, two minutes apart. */
    private static final long SERVER_PATIENCE_NANOS = 240_000_000_000L;

    private final Simulation simulation;
    private final SimKernel kernel;
    private final Link link;
    private final Wire up;
    private final Wire down;
    private final SequencedSet<Reply<?>> replies = new LinkedHashSet<>();
    private final Runnable lost;
    private boolean clientOpen = true;
    private boolean serverOpen = true;

    /** @param lost told once, when the client learns that it is lost */
    Session(SimKernel kernel, Link link, Runnable lost) {
        this.simulation = kernel.simulation();
        this.kernel = kernel;
        this.link = link;
        this.lost = lost;
        this.up = new Wire(simulation, link::latencyUp);
        this.down = new Wire(simulation, link::latencyDown);
        link.opened(this);
    }

    Link link() {
        return link;
    }

    /** Whether it stands, as far as the client knows. */
    boolean alive() {
        return clientOpen;
    }

    /** Whether the server believes that somebody listens. */
    boolean listening() {
        return serverOpen;
    }

    /** From the client: does this at the server if it arrives. */
    void send(String what, Runnable atServer) {
        send(what, 0, atServer);
    }

    /** The same, held up on its way. */
    void send(String what, long delayNanos, Runnable atServer) {
        if (!clientOpen || link.silentUp()) {
            return;
        }
        Runnable arrival = () -> {
            if (serverOpen) {
                atServer.run();
            }
        };
        if (delayNanos > 0) {
            up.sendLate(what, delayNanos, arrival);
        } else {
            up.send(what, arrival);
        }
    }

    /** From the server: does this at the client if it arrives. */
    void answer(String what, Runnable atClient) {
        answer(what, 0, atClient);
    }

    /** The same, held up on its way. */
    void answer(String what, long delayNanos, Runnable atClient) {
        if (!serverOpen || link.silentDown()) {
            return;
        }
        Runnable arrival = () -> {
            if (clientOpen) {
                atClient.run();
            }
        };
        if (delayNanos > 0) {
            down.sendLate(what, delayNanos, arrival);
        } else {
            down.send(what, arrival);
        }
    }

    /** Asks; a question that the server answers with null is never answered. */
    <T> Reply<T> ask(String what, Supplier<@Nullable T> atServer) {
        Reply<T> reply = newReply();
        send(what, () -> {
            T value = atServer.get();
            if (value != null) {
                answer(what, () -> reply.set(value));
            }
        });
        return reply;
    }

    <T> Reply<T> newReply() {
        Reply<T> reply = new Reply<>(this, kernel);
        replies.add(reply);
        return reply;
    }

    void forget(Reply<?> reply) {
        replies.remove(reply);
    }

    @Override
    public void cut() {
        serverOpen = false;
        simulation.after(link.latencyDown(), "connection lost", this::clientLearns);
    }

    /** The connection ends behind what the server has sent so far. */
    void cutBehind() {
        serverOpen = false;
        down.send("connection lost", this::clientLearns);
    }

    /** The connection ends behind what the client has sent so far. */
    void cutAfterSent() {
        up.send("connection ends", this::cut);
    }

    /** The client notices, or ends it itself without another word. */
    void clientLearns() {
        if (!clientOpen) {
            return;
        }
        clientOpen = false;
        link.closed(this);
        List<Reply<?>> waiting = List.copyOf(replies);
        replies.clear();
        waiting.forEach(Reply::wake);
        lost.run();
    }

    /**
     * {@inheritDoc} The server learns of it when the way to it is open again, or after several minutes by itself. Until
     * then it goes on sending to nobody.
     */
    @Override
    public void silent() {
        clientLearns();
        serverLearnsOnceReached(SERVER_PATIENCE_NANOS);
    }

    private void serverLearnsOnceReached(long patience) {
        if (link.silentUp() && patience > 0) {
            simulation.after(
                    RETRANSMISSION_NANOS,
                    "retransmission",
                    () -> serverLearnsOnceReached(patience - RETRANSMISSION_NANOS));
        } else {
            serverOpen = false;
        }
    }

    /** The process is gone: what it had sent still arrives, and then its end. */
    void processEnded() {
        clientOpen = false;
        link.closed(this);
        replies.clear();
        up.send("end of connection", () -> serverOpen = false);
    }
}
