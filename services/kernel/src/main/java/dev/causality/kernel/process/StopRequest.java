package dev.causality.kernel.process;

import dev.causality.kernel.Cancellation;
import dev.causality.kernel.CancellationSource;
import dev.causality.kernel.Deadline;
import dev.causality.kernel.Kernel;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * That the process should end, once somebody said so. The first signal asks; the clock of the stop runs from there, even
 * while the service is still starting. The second one does not ask.
 */
final class StopRequest {

    /** By convention a process that a signal ended exits with this plus the signal's number. */
    private static final int SIGNAL_BASE = 128;

    private final Kernel kernel;
    private final StopBudget budget;
    private final CancellationSource stopping;
    private final AtomicReference<@Nullable Asked> asked = new AtomicReference<>();

    private final AtomicBoolean signalled = new AtomicBoolean();

    private record Asked(String cause, Deadline deadline) {}

    StopRequest(Kernel kernel, Duration shutdownTimeout) {
        this.kernel = kernel;
        this.budget = StopBudget.of(shutdownTimeout);
        this.stopping = kernel.newCancellation();
    }

    /** A signal came in. */
    void signalled(String name, int number) {
        if (signalled.getAndSet(true)) {
            Runtime.getRuntime().halt(SIGNAL_BASE + number);
        }
        ask(name, ExitCode.STOP_INCOMPLETE);
    }

    /** The service broke. */
    void failed(String reason) {
        ask(reason, ExitCode.SERVICE_FAILED);
    }

    /** Comes when the process should end. */
    Cancellation stopping() {
        return stopping;
    }

    /** Who or what asked. */
    String cause() {
        Asked current = asked.get();
        return current == null ? "" : current.cause();
    }

    /** When the service must have stopped. */
    Deadline deadline() {
        Asked current = asked.get();
        return current == null ? kernel.deadlineIn(budget.forService()) : current.deadline();
    }

    private void ask(String cause, ExitCode whenHanging) {
        if (!asked.compareAndSet(null, new Asked(cause, kernel.deadlineIn(budget.forService())))) {
            return;
        }
        Watchdog.arm(budget.untilHalt(), whenHanging);
        stopping.cancel();
    }
}
