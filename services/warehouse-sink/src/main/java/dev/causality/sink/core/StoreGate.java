package dev.causality.sink.core;

import dev.causality.kernel.Backoff;
import dev.causality.kernel.Cancellation;
import dev.causality.kernel.Deadline;
import dev.causality.kernel.Kernel;
import dev.causality.kernel.Lock;
import dev.causality.ports.ObjectStore;
import dev.causality.ports.ObjectStore.NewObject;
import dev.causality.ports.ObjectStore.PutOutcome;
import java.time.Duration;
import java.util.Collections;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether the object store as a whole takes objects. After a failed PUT a small probe object is written: if that works
 * the failure was the partition's alone; if not the gate closes, workers stop pulling, and one task goes on probing
 * until the store is back. One for a process; safe for use by several tasks.
 */
final class StoreGate {

    private static final Logger LOG = LoggerFactory.getLogger(StoreGate.class);

    private static final Duration PROBE_PAUSE_FIRST = Duration.ofMillis(200);
    private static final Duration PROBE_PAUSE_MOST = Duration.ofSeconds(5);

    private final Kernel kernel;
    private final ObjectStore store;
    private final NewObject probe;
    private final Duration attemptTimeout;
    private final Health health;
    private final Cancellation stopping;

    private final Lock lock;
    private final Lock.Condition changed;
    private Optional<Deadline> closedSince = Optional.empty();

    StoreGate(
            Kernel kernel,
            ObjectStore store,
            String probeKey,
            Duration attemptTimeout,
            Health health,
            Cancellation stopping) {
        this.kernel = kernel;
        this.store = store;
        this.probe = new NewObject(probeKey, new byte[0], "application/octet-stream", Collections.emptyMap());
        this.attemptTimeout = attemptTimeout;
        this.health = health;
        this.stopping = stopping;
        this.lock = kernel.newLock();
        this.changed = lock.newCondition();
    }

    boolean isOpen() {
        return lock.get(() -> closedSince.isEmpty());
    }

    /**
     * To be asked after a PUT has failed.
     *
     * @return whether the store as a whole works, so that the failure is the key's alone
     */
    boolean worksOtherwise() {
        if (!isOpen()) {
            return false;
        }
        Optional<String> failure = probe();
        failure.ifPresent(this::close);
        return failure.isEmpty();
    }

    /** How long the gate has been closed; zero when it is open. */
    Duration closedFor() {
        return lock.get(() -> closedSince.map(since -> Duration.ofNanos(kernel.nanoTime() - since.nanoTime())))
                .orElse(Duration.ZERO);
    }

    /**
     * Waits until the gate is open.
     *
     * @return false when the deadline or the cancellation came first
     */
    boolean awaitOpen(Deadline deadline, Cancellation cancellation) {
        try (var _ = cancellation.onCancel(() -> lock.run(changed::signalAll))) {
            return lock.get(() -> {
                while (closedSince.isPresent()) {
                    if (cancellation.isCancelled() || deadline.passed(kernel)) {
                        return false;
                    }
                    changed.await(deadline);
                }
                return true;
            });
        }
    }

    private void close(String detail) {
        boolean first = lock.get(() -> {
            boolean wasOpen = closedSince.isEmpty();
            if (wasOpen) {
                closedSince = Optional.of(new Deadline(kernel.nanoTime()));
            }
            return wasOpen;
        });
        if (first) {
            health.store(Optional.of("the object store is away: " + detail));
            LOG.atWarn().addKeyValue("detail", detail).log("the object store is away: pulling stops");
            kernel.start("store-probe", () -> health.guard("store-probe", this::probeUntilOpen));
        }
    }

    private void probeUntilOpen() {
        Backoff backoff = new Backoff(kernel.random("store-probe"), PROBE_PAUSE_FIRST, PROBE_PAUSE_MOST);
        for (int attempt = 1; kernel.sleep(backoff.delay(attempt), stopping); attempt++) {
            if (probe().isEmpty()) {
                LOG.atInfo().addKeyValue("away_ms", closedFor().toMillis()).log("the object store is back");
                health.store(Optional.empty());
                lock.run(() -> {
                    closedSince = Optional.empty();
                    changed.signalAll();
                });
                return;
            }
        }
    }

    private Optional<String> probe() {
        return switch (store.put(probe, kernel.deadlineIn(attemptTimeout))) {
            case PutOutcome.Written _, PutOutcome.AlreadyExists _ -> Optional.empty();
            case PutOutcome.Refused(var failure, String detail) -> Optional.of(failure + ": " + detail);
            case PutOutcome.Unknown(var failure, String detail) -> Optional.of(failure + ": " + detail);
        };
    }
}
