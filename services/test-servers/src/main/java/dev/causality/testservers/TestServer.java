package dev.causality.testservers;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A real server in a process of its own. Its port and its data stay the same from the first start to {@link #close},
 * through any number of stops, kills and restarts. Thread-safe.
 */
public abstract sealed class TestServer implements AutoCloseable permits NatsServer, S3Server, RedisServer {
    private static final Duration START_LIMIT = Duration.ofSeconds(30);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(10);
    private static final Duration BIND_RETRY_DELAY = Duration.ofMillis(200);
    private static final int BIND_TRIES = 20;

    private final String name;
    private final Path folder;
    private final boolean temporary;
    private final AtomicInteger port;
    private final IntSupplier candidates;
    private volatile @Nullable ChildProcess process;

    TestServer(String name, Placement placement) {
        this.name = name;
        Path named = placement.folder();
        this.temporary = named == null;
        this.folder = named == null ? Folders.temporary(name) : Folders.create(named);
        this.port = new AtomicInteger(placement.port());
        this.candidates = placement.candidates();
    }

    /** Where a server lives: its folder (none: a temporary one), its port (0: a free one), and which are tried. */
    record Placement(@Nullable Path folder, int port, IntSupplier candidates) {
        static final Placement ANYWHERE = new Placement(null, 0, FreePorts::next);

        Placement withFolder(Path chosen) {
            return new Placement(chosen, port, candidates);
        }

        Placement withPort(int chosen) {
            return new Placement(folder, chosen, candidates);
        }
    }

    /** The command that starts the server on this port; writes the configuration that the command names. */
    final Path folder() {
        return folder;
    }

    abstract List<String> command(Path folder, int port);

    /** Variables that the server needs besides those of this JVM. */
    Map<String, String> environment() {
        return Map.of();
    }

    /** Whether this very process answers on its port; another server on the same port does not count. */
    abstract boolean isReady(ChildProcess started, int port);

    /** The server's version, as it reports it. */
    public abstract String version();

    /** The loopback port. */
    public final int port() {
        return port.get();
    }

    /** The process that runs now, or the one that ran last. */
    public final ChildProcess process() {
        ChildProcess current = process;
        if (current == null) {
            throw new IllegalStateException(name + " was never started");
        }
        return current;
    }

    public final long pid() {
        return process().pid();
    }

    public final boolean isRunning() {
        return process().isAlive();
    }

    /** Asks the server to end, and kills it when it has not after ten seconds. Its data stays. */
    public final synchronized void stop() {
        process().stop(STOP_LIMIT);
    }

    /** Ends the server at once, as a crash does. Its data stays as it is. */
    public final synchronized void kill() {
        process().kill();
    }

    /** Starts the server again with the same port and data, after stopping it where it still runs. */
    public final synchronized void restart() {
        if (isRunning()) {
            stop();
        }
        launch();
    }

    /** Freezes the server: connections stay open and nothing is answered. */
    public final synchronized void pause() {
        process().pause();
    }

    /** Lets a frozen server go on. */
    public final synchronized void resume() {
        process().resume();
    }

    /** Memory that the server occupies now, in bytes. */
    public final long residentBytes() {
        return process().residentBytes();
    }

    /** Processor time used since the last start. */
    public final Duration cpuTime() {
        return process().cpuTime();
    }

    /** Kills the server and deletes its data, unless the caller had named the folder. */
    @Override
    public final synchronized void close() {
        ChildProcess current = process;
        if (current != null) {
            current.kill();
        }
        if (temporary) {
            Guardian.instance().deleteNow(folder);
        }
    }

    @Override
    public String toString() {
        return name + " " + version() + " on port " + port();
    }

    /** Starts the server; on a port that somebody else was faster to take, tries another, or again if it is fixed. */
    final synchronized void launch() {
        boolean fixed = port.get() != 0;
        for (int attempt = 1; ; attempt++) {
            int candidate = fixed ? port.get() : candidates.getAsInt();
            ChildProcess started = ChildProcess.builder(name, command(folder, candidate))
                    .environment(environment())
                    .directory(folder)
                    .log(folder.resolve(name + ".log"))
                    .start();
            process = started;
            try {
                started.awaitReady(START_LIMIT, () -> isReady(started, candidate));
                port.set(candidate);
                return;
            } catch (ServerStartException e) {
                started.kill();
                if (attempt == BIND_TRIES || !portWasTaken(started)) {
                    throw e;
                }
                Polling.until(BIND_RETRY_DELAY, () -> !fixed);
            }
        }
    }

    private static boolean portWasTaken(ChildProcess started) {
        String output = started.output().toLowerCase(Locale.ROOT);
        return output.contains("address already in use") || output.contains("failed to bind");
    }
}
