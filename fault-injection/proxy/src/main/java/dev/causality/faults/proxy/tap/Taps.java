package dev.causality.faults.proxy.tap;

import dev.causality.checkers.history.HistoryEvent;
import dev.causality.checkers.history.HistoryWriter;
import dev.causality.checkers.history.TapEvent.ConnectionOpened;
import dev.causality.faults.proxy.protocol.http.HttpObserver;
import dev.causality.faults.proxy.protocol.nats.NatsObserver;
import dev.causality.faults.proxy.protocol.redis.RedisObserver;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The taps of one process, which write one history in one order. Each connection has a name there, and what happens on it
 * is named after it. Thread-safe.
 */
public final class Taps {
    private static final Logger LOG = LoggerFactory.getLogger(Taps.class);

    private final HistoryWriter history;
    private final @Nullable Path puts;
    private final Queue<String> completedPuts = new ConcurrentLinkedQueue<>();
    private final AtomicLong connections = new AtomicLong();
    private volatile boolean open = true;

    /**
     * @param puts the folder, which exists, that keeps what each PUT carried, in a file that has the PUT's name; null to
     *     keep nothing
     */
    public Taps(HistoryWriter history, @Nullable Path puts) {
        this.history = history;
        this.puts = puts;
    }

    /** For a connection that this process has made to a NATS server. */
    public NatsObserver nats(String holder) {
        String connection = opened(holder, "nats");
        return new NatsTap(this, connection, holder);
    }

    /** For a connection that this process has made to an S3 store. */
    public HttpObserver s3(String holder) {
        String connection = opened(holder, "s3");
        return new S3Tap(this, connection, holder);
    }

    /** For a connection that this process has made to a Redis server. */
    public RedisObserver redis(String holder) {
        String connection = opened(holder, "redis");
        return new RedisTap(this, connection, holder);
    }

    /** Nothing is written from now on: the history will be closed. What passes passes unseen. */
    public void stop() {
        open = false;
    }

    private String opened(String holder, String protocol) {
        String name = "c" + connections.incrementAndGet();
        write(at -> new ConnectionOpened(at, name, holder, protocol));
        return name;
    }

    /** The names of all PUTs that were written as requested, in that order. */
    public List<String> completedPuts() {
        return List.copyOf(completedPuts);
    }

    void putCompleted(String name) {
        completedPuts.add(name);
    }

    boolean isOpen() {
        return open;
    }

    /** Writes an event; a history that cannot be written is left incomplete, which its judge notices, and traffic goes on. */
    void write(LongFunction<? extends HistoryEvent> eventAt) {
        if (!open) {
            return;
        }
        try {
            history.append(eventAt);
        } catch (UncheckedIOException e) {
            open = false;
            LOG.atError().setCause(e).log("the history cannot be written; taps are blind from now on");
        }
    }

    @Nullable
    Path puts() {
        return puts;
    }
}
