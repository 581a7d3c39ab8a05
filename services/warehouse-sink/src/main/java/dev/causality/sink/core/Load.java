package dev.causality.sink.core;

import dev.causality.kernel.Kernel;
import dev.causality.kernel.Lock;
import dev.causality.kernel.telemetry.Gauge;
import dev.causality.kernel.telemetry.Telemetry;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** What all workers hold together, for the gauges. Safe for use by several tasks. */
final class Load {

    private static final double NANOS_PER_SECOND = 1e9;

    private final Kernel kernel;
    private final Lock lock;
    private final List<Share> shares = new ArrayList<>();

    /**
     * What one worker holds.
     *
     * @param oldestNanos when the oldest of it came, on the monotonic clock; {@link Long#MAX_VALUE} when there is nothing
     */
    record Share(long entries, long bytes, int partitions, int failing, long oldestNanos) {
        static final Share NOTHING = new Share(0, 0, 0, 0, Long.MAX_VALUE);
    }

    Load(Kernel kernel, int workers, StoreGate storeGate, Telemetry telemetry) {
        this.kernel = kernel;
        this.lock = kernel.newLock();
        for (int i = 0; i < workers; i++) {
            shares.add(Share.NOTHING);
        }
        telemetry.observe(Gauge.SINK_BUFFERED_EVENTS, () -> sum(Share::entries));
        telemetry.observe(Gauge.SINK_BUFFERED_BYTES, () -> sum(Share::bytes));
        telemetry.observe(Gauge.SINK_OPEN_PARTITIONS, () -> sum(Share::partitions));
        telemetry.observe(Gauge.SINK_FAILING_PARTITIONS, () -> sum(Share::failing));
        telemetry.observe(Gauge.SINK_OLDEST_BUFFERED_SECONDS, this::oldestAgeSeconds);
        telemetry.observe(Gauge.SINK_STORE_PAUSED, () -> storeGate.isOpen() ? 0 : 1);
    }

    void report(int worker, Share share) {
        lock.run(() -> shares.set(worker, share));
    }

    private double sum(ToDoubleFunction<Share> part) {
        return lock.get(() -> shares.stream().mapToDouble(part).sum());
    }

    private double oldestAgeSeconds() {
        long oldest = lock.get(
                () -> shares.stream().mapToLong(Share::oldestNanos).min().orElse(Long.MAX_VALUE));
        return oldest == Long.MAX_VALUE ? 0 : (kernel.nanoTime() - oldest) / NANOS_PER_SECOND;
    }
}
