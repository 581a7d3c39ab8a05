package dev.causality.kernel.process;

import java.time.Duration;

/**
 * How the time from the signal to the end of the process is shared: the service gets most of it, what is kept back is for
 * logging and leaving, and a watchdog ends the process in the middle of that, so that the whole is never exceeded.
 */
record StopBudget(Duration forService, Duration untilHalt) {

    private static final int SHARE_KEPT = 5;
    private static final Duration MOST_KEPT = Duration.ofSeconds(2);

    static StopBudget of(Duration shutdownTimeout) {
        Duration share = shutdownTimeout.dividedBy(SHARE_KEPT);
        Duration kept = share.compareTo(MOST_KEPT) < 0 ? share : MOST_KEPT;
        return new StopBudget(shutdownTimeout.minus(kept), shutdownTimeout.minus(kept.dividedBy(2)));
    }
}
