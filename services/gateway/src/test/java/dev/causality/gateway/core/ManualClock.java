package dev.causality.gateway.core;

import dev.causality.kernel.Kernel;
import dev.causality.kernel.Kernels;
import dev.causality.kernel.Lock;
import dev.causality.kernel.Randomness;
import dev.causality.kernel.Task;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

/** A kernel whose monotonic clock stands still until a test moves it; all else is the JDK's. */
final class ManualClock implements Kernel {

    private final Kernel jdk = Kernels.jdk();
    private final AtomicLong nanos = new AtomicLong();

    void advance(Duration duration) {
        nanos.addAndGet(duration.toNanos());
    }

    @Override
    public Instant now() {
        return jdk.now();
    }

    @Override
    public long nanoTime() {
        return nanos.get();
    }

    @Override
    public Randomness random(String concern) {
        return jdk.random(concern);
    }

    @Override
    public byte[] secret(int length) {
        return jdk.secret(length);
    }

    @Override
    public Task start(String name, Runnable body) {
        return jdk.start(name, body);
    }

    @Override
    public Lock newLock() {
        return jdk.newLock();
    }
}
