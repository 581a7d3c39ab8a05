package dev.causality.conformance.system.stack;

import dev.causality.checkers.history.HistoryWriter;
import dev.causality.checkers.history.ProcessEvent.ProcessExited;
import dev.causality.checkers.history.ProcessEvent.ProcessReady;
import dev.causality.checkers.history.ProcessEvent.ProcessSignalled;
import dev.causality.checkers.history.ProcessEvent.ProcessStarted;
import dev.causality.checkers.history.ProcessEvent.Signal;
import dev.causality.testservers.ChildProcess;
import dev.causality.testservers.ServerStartException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A service under test: started from its jar with its settings in the environment, any number of times. Every start,
 * signal and exit is in the history, exits that nobody asked for too. Methods that change it are for one thread at a
 * time, and wait for each other.
 */
public final class ServiceProcess {
    private static final Duration START_LIMIT = Duration.ofSeconds(90);
    private static final Duration RESTART_PAUSE = Duration.ofSeconds(1);
    private static final Duration EXIT_LIMIT = Duration.ofSeconds(30);
    private static final Duration PROBE = Duration.ofSeconds(1);
    private static final Duration WATCH = Duration.ofHours(24);

    private final Description description;
    private final HistoryWriter history;
    private final HttpClient http;
    private @Nullable Run current;

    public ServiceProcess(Description description, HistoryWriter history, HttpClient http) {
        this.description = description;
        this.history = history;
        this.http = http;
    }

    /**
     * What to run.
     *
     * @param name its name in the history
     * @param role {@code gateway} or {@code sink}
     * @param environment all of it: nothing is inherited
     * @param operations where it answers {@code /ready} and {@code /metrics}
     */
    public record Description(
            String name,
            String role,
            List<String> command,
            Map<String, String> environment,
            Path log,
            URI operations) {}

    /** One start, until its exit is in the history. */
    private record Run(ChildProcess process, CountDownLatch exited) {}

    public String name() {
        return description.name();
    }

    /** Where it answers {@code /metrics}. */
    public URI metrics() {
        return description.operations().resolve("/metrics");
    }

    public synchronized boolean isAlive() {
        return current != null && current.process.isAlive();
    }

    /**
     * Starts it and waits until it says that it is ready. One that ends before that is started again after a pause, as
     * any supervisor does: a server that it needs may be away.
     *
     * @throws ServerStartException when it does not get ready; the message ends with its output
     */
    public synchronized void start() {
        long deadline = System.nanoTime() + START_LIMIT.toNanos();
        while (true) {
            ChildProcess process = launch();
            try {
                process.awaitReady(START_LIMIT, this::isReady);
                history.append(at -> new ProcessReady(at, name()));
                return;
            } catch (ServerStartException e) {
                if (process.isAlive() || System.nanoTime() > deadline) {
                    throw e;
                }
                awaitRecordedExit();
                pauseBeforeRestart();
            }
        }
    }

    private static void pauseBeforeRestart() {
        try {
            Thread.sleep(RESTART_PAUSE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while a service was started", e);
        }
    }

    /** Starts it and does not wait. */
    public synchronized ChildProcess launch() {
        ChildProcess process = ChildProcess.builder(name(), description.command())
                .cleanEnvironment()
                .environment(description.environment())
                .log(description.log())
                .start();
        history.append(at -> new ProcessStarted(at, name(), description.role()));
        Run run = new Run(process, new CountDownLatch(1));
        current = run;
        Thread.ofVirtual().name("watch-" + name()).start(() -> watch(run));
        return process;
    }

    /** Whether it says that it can do its job. */
    public boolean isReady() {
        HttpRequest request = HttpRequest.newBuilder(description.operations().resolve("/ready"))
                .timeout(PROBE)
                .build();
        try {
            return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException notYet) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Ends it at once. */
    public synchronized void kill() {
        signal(Signal.KILL);
        run().process.kill();
        awaitRecordedExit();
    }

    /** Freezes it. */
    public synchronized void pause() {
        signal(Signal.STOP);
        run().process.pause();
    }

    /** Lets it go on. */
    public synchronized void resume() {
        signal(Signal.CONT);
        run().process.resume();
    }

    /** Asks it to stop; returns its exit code, or nothing when it had to be killed after the limit. */
    public synchronized OptionalInt terminate(Duration limit) {
        ChildProcess process = run().process;
        if (!process.isAlive()) {
            throw new IllegalStateException(name() + " had ended before it was asked to");
        }
        signal(Signal.TERM);
        process.terminate();
        OptionalInt code = process.awaitExit(limit);
        if (code.isEmpty()) {
            signal(Signal.KILL);
            process.kill();
        }
        awaitRecordedExit();
        return code;
    }

    private void signal(Signal signal) {
        history.append(at -> new ProcessSignalled(at, name(), signal));
    }

    private Run run() {
        if (current == null) {
            throw new IllegalStateException(name() + " was not started");
        }
        return current;
    }

    private void watch(Run run) {
        run.process.awaitExit(WATCH).ifPresent(code -> history.append(at -> new ProcessExited(at, name(), code)));
        run.exited.countDown();
    }

    private void awaitRecordedExit() {
        try {
            if (!run().exited.await(EXIT_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IllegalStateException("the exit of " + name() + " was not seen");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for " + name(), e);
        }
    }
}
