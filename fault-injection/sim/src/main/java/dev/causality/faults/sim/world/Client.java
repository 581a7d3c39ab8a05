package dev.causality.faults.sim.world;

import dev.causality.faults.sim.Signal;
import dev.causality.faults.sim.SimKernel;
import dev.causality.faults.sim.Simulation;
import dev.causality.kernel.Cancellation;
import dev.causality.kernel.Deadline;
import dev.causality.kernel.Randomness;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A process' connection to the message server, replaced for ever whenever it is lost. */
final class Client {

    private static final double FIRST_DELAY_NANOS = 50e6;
    private static final double LONGEST_DELAY_NANOS = 2e9;
    private static final double SHORTEST_DELAY_NANOS = 20e6;
    private static final int MAX_DOUBLINGS = 10;

    /** How long a question waits for its answer, whatever the caller's deadline. */
    static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(2);

    private final SimKernel kernel;
    private final Simulation simulation;
    private final StreamHost host;
    private final Link link;
    private final Interference interference;
    private final Randomness random;
    private final Signal changed;
    private @Nullable Session session;
    private String problem = "not connected yet";
    private boolean ended;
    private int failures;

    Client(SimKernel kernel, StreamHost host, Link link, Interference interference) {
        this.kernel = kernel;
        this.simulation = kernel.simulation();
        this.host = host;
        this.link = link;
        this.interference = interference;
        this.random = simulation.random("reconnect of " + link.name());
        this.changed = simulation.signal("connection of " + link.name());
        kernel.atEnd(this::end);
        connect();
    }

    SimKernel kernel() {
        return kernel;
    }

    StreamHost host() {
        return host;
    }

    String process() {
        return link.process();
    }

    String problem() {
        return problem;
    }

    @Nullable
    Session current() {
        return session;
    }

    /** Waits for a connection; null when there is none in time. */
    @Nullable
    Session await(Deadline deadline, Cancellation cancellation) {
        long until = kernel.simulated(deadline);
        if (session != null) {
            return session;
        }
        try (var _ = cancellation.onCancel(changed::wakeAll)) {
            boolean inTime = true;
            while (session == null && inTime && !cancellation.isCancelled()) {
                inTime = changed.await("connection", until);
            }
        }
        return session;
    }

    /** Asks once, on the connection that stands; null when there is no answer. */
    <T> @Nullable T ask(String what, Deadline deadline, Supplier<@Nullable T> atServer) {
        Session now = session;
        if (now == null) {
            return null;
        }
        Deadline limit = deadline.earlier(kernel.deadlineIn(REQUEST_TIMEOUT));
        Reply<T> reply = now.ask(what, atServer);
        return reply.await(kernel, what, limit, Cancellation.NEVER);
    }

    private void connect() {
        simulation.after(link.latencyUp() + link.latencyDown(), "connect", () -> {
            if (ended) {
                return;
            }
            boolean silent = link.silentUp() || link.silentDown();
            if (!host.server().running() || link.down() || silent) {
                problem = "the server cannot be reached";
                simulation.after(delay(), "retry to connect", this::retry);
            } else {
                failures = 0;
                session = new Session(kernel, link, this::lost);
                host.connected(session);
                interference.connected(link.name());
                changed.wakeAll();
            }
        });
    }

    private void retry() {
        if (!ended) {
            connect();
        }
    }

    private long delay() {
        double doubled = FIRST_DELAY_NANOS * (1L << Math.min(failures++, MAX_DOUBLINGS));
        double longest = Math.min(LONGEST_DELAY_NANOS, doubled);
        return (long) (SHORTEST_DELAY_NANOS + random.nextDouble() * (longest - SHORTEST_DELAY_NANOS));
    }

    private void lost() {
        session = null;
        interference.disconnected(link.name());
        problem = "the connection was lost";
        changed.wakeAll();
        simulation.after(delay(), "reconnect", this::retry);
    }

    private void end() {
        ended = true;
        Session last = session;
        session = null;
        if (last != null) {
            last.processEnded();
        }
    }
}
