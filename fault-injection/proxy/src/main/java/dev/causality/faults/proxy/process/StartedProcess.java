package dev.causality.faults.proxy.process;

import dev.causality.faults.plan.ProcessFault.ProcessSignal;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A process that we started and start again. Its output is ours. */
public final class StartedProcess implements TargetProcess, AutoCloseable {
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(10);

    private final List<String> command;
    private final Map<String, String> environment;
    private volatile Process process;

    private StartedProcess(List<String> command, Map<String, String> environment) throws IOException {
        this.command = List.copyOf(command);
        this.environment = environment;
        this.process = launch();
    }

    /**
     * Starts it.
     *
     * @param environment added to our own
     */
    public static StartedProcess start(List<String> command, Map<String, String> environment) throws IOException {
        return new StartedProcess(command, environment);
    }

    private Process launch() throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.INHERIT)
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().putAll(environment);
        return builder.start();
    }

    @Override
    public long pid() {
        return process.pid();
    }

    @Override
    public boolean isAlive() {
        return process.isAlive();
    }

    @Override
    public void signal(ProcessSignal signal) throws IOException {
        PosixSignals.send(process.toHandle(), signal);
    }

    @Override
    public boolean awaitExit(Duration limit) {
        try {
            return process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public CompletableFuture<?> onExit() {
        return process.onExit();
    }

    @Override
    public void restart() throws IOException {
        if (!process.isAlive()) {
            process = launch();
        }
    }

    /** Asks it to end, and ends it if it does not. */
    @Override
    public void close() {
        process.destroy();
        if (!awaitExit(STOP_PATIENCE)) {
            process.destroyForcibly();
        }
    }
}
