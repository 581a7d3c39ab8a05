package dev.causality.adapters.nats;

import dev.causality.kernel.Backoff;
import dev.causality.kernel.Cancellation;
import dev.causality.kernel.CancellationSource;
import dev.causality.kernel.Deadline;
import dev.causality.kernel.Kernel;
import dev.causality.kernel.Lock;
import dev.causality.kernel.Task;
import io.nats.client.NUID;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a {@link Session} open: makes the first one and, whenever one is lost, the next, for ever. Safe for use by
 * several tasks.
 */
final class Link {

    private static final Logger LOG = LoggerFactory.getLogger(Link.class);

    private static final Duration FIRST_DELAY = Duration.ofMillis(100);
    private static final Duration LONGEST_DELAY = Duration.ofSeconds(2);
    /** Also between a loss and the first attempt, so that a server that accepts and hangs up is not hammered. */
    private static final Duration SHORTEST_DELAY = Duration.ofMillis(20);

    /** A cluster has a handful of servers. */
    private static final int MAX_KNOWN_SERVERS = 64;

    private final NatsConfig config;
    private final Kernel kernel;
    private final Backoff backoff;
    private final CancellationSource closed;
    private final Lock lock;
    private final Lock.Condition changed;
    private final Runnable reconnected;
    private final Task task;
    private final Set<String> servers;
    private volatile @Nullable Session session;
    private volatile String problem = "not connected yet";
    private volatile long maxPayload;

    /** @param reconnected called for each session but the first, before it is offered */
    Link(NatsConfig config, Kernel kernel, long initialMaxPayload, Runnable reconnected) {
        this.config = config;
        this.kernel = kernel;
        this.maxPayload = initialMaxPayload;
        this.reconnected = reconnected;
        this.servers = new LinkedHashSet<>(config.servers());
        this.backoff = new Backoff(kernel.random("nats-reconnect"), FIRST_DELAY, LONGEST_DELAY).atLeast(SHORTEST_DELAY);
        this.closed = kernel.newCancellation();
        this.lock = kernel.newLock();
        this.changed = lock.newCondition();
        this.task = kernel.start("nats-link", this::keepConnected);
    }

    /** The session that stands now; null when there is none. */
    @Nullable
    Session current() {
        Session now = session;
        return now != null && now.alive() ? now : null;
    }

    /** Waits for a session; null when there is none by the deadline, or the cancellation came first. */
    @Nullable
    Session await(Deadline deadline, Cancellation cancellation) {
        Session now = current();
        if (now != null) {
            return now;
        }
        try (var _ = cancellation.onCancel(this::wake)) {
            return lock.get(() -> {
                Session found = current();
                while (found == null && !cancellation.isCancelled() && !closed.isCancelled()) {
                    if (!changed.await(deadline)) {
                        return current();
                    }
                    found = current();
                }
                return found;
            });
        }
    }

    /** Why there is no session. */
    String problem() {
        return problem;
    }

    /** The largest payload, headers included, that the server last connected to takes. */
    long maxPayload() {
        return maxPayload;
    }

    /** Ends the session, after all that was sent on it has been read by the server or the deadline has passed. */
    void close(Deadline deadline) {
        Session last = current();
        if (last != null) {
            last.flush(kernel, deadline);
        }
        closed.cancel();
        wake();
        task.join(deadline);
    }

    private void keepConnected() {
        int failures = 1;
        boolean again = false;
        while (!closed.isCancelled()) {
            Session next = connect();
            if (next == null) {
                kernel.sleep(backoff.delay(failures++), closed);
                continue;
            }
            failures = 1;
            if (again) {
                reconnected.run();
            }
            again = true;
            use(next);
            kernel.sleep(backoff.delay(failures), closed);
        }
    }

    private @Nullable Session connect() {
        try {
            return Session.connect(servers, config, kernel, "_INBOX." + NUID.nextGlobal());
        } catch (IOException | RuntimeException e) {
            String reason = NatsConfig.withoutUserInfo(String.valueOf(e.getMessage()));
            if (!reason.equals(problem)) {
                LOG.atWarn()
                        .addKeyValue("servers", config.printableServers())
                        .addKeyValue("reason", reason)
                        .log("cannot connect to NATS, trying on");
            }
            problem = reason;
            return null;
        } catch (InterruptedException e) {
            problem = "interrupted while connecting";
            return null;
        }
    }

    /** Offers the session to everybody until it is lost. */
    private void use(Session next) {
        maxPayload = next.maxPayload();
        session = next;
        wake();
        LOG.atInfo().addKeyValue("server_version", next.serverVersion()).log("connected to NATS");
        try (var _ = closed.onCancel(this::wake);
                var _ = next.lost().onCancel(this::wake)) {
            lock.run(() -> {
                while (!closed.isCancelled() && !next.lost().isCancelled()) {
                    changed.await(Deadline.NEVER);
                }
            });
        }
        problem = "the connection was lost";
        session = null;
        next.knownServers().stream().limit(MAX_KNOWN_SERVERS).forEach(servers::add);
        if (closed.isCancelled()) {
            next.close();
        } else {
            LOG.atWarn().log("the connection to NATS was lost");
            kernel.start("nats-close", next::close); // Waits for its sockets; the next connection need not.
        }
    }

    private void wake() {
        lock.run(changed::signalAll);
    }
}
