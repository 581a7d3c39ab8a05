package dev.causality.faults.proxy.process;

import dev.causality.faults.plan.ProcessFault.ProcessSignal;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A process that somebody else started: it can be signalled, and not be started again. */
public final class KnownProcess implements TargetProcess {
    private final ProcessHandle handle;

    private KnownProcess(ProcessHandle handle) {
        this.handle = handle;
    }

    /** @throws IOException when there is no such process */
    public static KnownProcess of(long pid) throws IOException {
        return new KnownProcess(ProcessHandle.of(pid).orElseThrow(() -> new IOException("there is no process " + pid)));
    }

    @Override
    public long pid() {
        return handle.pid();
    }

    @Override
    public boolean isAlive() {
        return handle.isAlive();
    }

    @Override
    public void signal(ProcessSignal signal) throws IOException {
        PosixSignals.send(handle, signal);
    }

    @Override
    public boolean awaitExit(Duration limit) {
        try {
            handle.onExit().get(limit.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException | ExecutionException stillThere) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public CompletableFuture<?> onExit() {
        return handle.onExit();
    }

    @Override
    public void restart() throws IOException {
        throw new IOException("process " + pid() + " was started by somebody else, who has to start it again");
    }
}
