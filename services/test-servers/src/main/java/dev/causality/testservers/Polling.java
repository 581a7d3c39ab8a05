package dev.causality.testservers;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waiting for something that another process does, by looking again and again until a deadline. */
final class Polling {
    private static final Duration INTERVAL = Duration.ofMillis(10);

    private Polling() {}

    /** Returns true as soon as the condition holds, false when it does not within the limit. */
    static boolean until(Duration limit, BooleanSupplier condition) {
        long deadlineNanos = System.nanoTime() + limit.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - deadlineNanos >= 0) {
                return false;
            }
            pause();
        }
        return true;
    }

    private static void pause() {
        try {
            Thread.sleep(INTERVAL);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for a child process", e);
        }
    }
}
