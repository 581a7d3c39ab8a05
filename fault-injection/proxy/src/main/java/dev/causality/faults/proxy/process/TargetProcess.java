package dev.causality.faults.proxy.process;

import dev.causality.faults.plan.ProcessFault.ProcessSignal;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** A process that faults may hit. Not thread-safe: one plan at a time hits it. */
public interface TargetProcess {

    /** Its number now. */
    long pid();

    /** Whether it runs, or is paused. */
    boolean isAlive();

    /**
     * Sends a signal. When it returns the system has delivered it; what the process does about it takes its time.
     *
     * @throws IOException when the signal could not be sent, because there is no such process for instance
     */
    void signal(ProcessSignal signal) throws IOException;

    /** Waits until it is gone; false when it still is there after {@code limit}. */
    boolean awaitExit(Duration limit);

    /** Completes when the process that runs now is gone, by any thread; {@link #isAlive} says so by then. */
    CompletableFuture<?> onExit();

    /**
     * Starts it again if it is gone.
     *
     * @throws IOException when it cannot be started, or was not started by us and nobody knows how
     */
    void restart() throws IOException;
}
