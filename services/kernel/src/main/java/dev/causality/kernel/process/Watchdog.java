package dev.causality.kernel.process;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends the JVM when a stop hangs. A thread of the system, not a task: it must run although every carrier of virtual
 * threads is stuck, and halt although a shutdown hook or a full pipe behind the log never returns.
 */
final class Watchdog {

    private static final Logger LOG = LoggerFactory.getLogger(Watchdog.class);
    private static final Duration LAST_WORDS = Duration.ofMillis(100);

    private Watchdog() {}

    /** Halts with {@code exitCode} after {@code delay}, unless the JVM is gone by then. */
    static void arm(Duration delay, ExitCode exitCode) {
        long end = System.nanoTime() + delay.toNanos();
        Thread.ofPlatform().daemon().name("watchdog").start(() -> {
            while (System.nanoTime() - end < 0) {
                LockSupport.parkNanos(end - System.nanoTime());
            }
            sayLastWords(delay);
            Runtime.getRuntime().halt(exitCode.code());
        });
    }

    private static void sayLastWords(Duration delay) {
        Thread speaker = Thread.ofPlatform()
                .daemon()
                .name("watchdog-log")
                .start(() -> LOG.atError()
                        .addKeyValue("after_ms", delay.toMillis())
                        .log("the stop hangs; ending the process"));
        try {
            speaker.join(LAST_WORDS);
        } catch (InterruptedException goOn) {
            Thread.currentThread().interrupt();
        }
    }
}
