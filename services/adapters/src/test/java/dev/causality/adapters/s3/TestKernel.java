package dev.causality.adapters.s3;

import dev.causality.kernel.Kernel;
import dev.causality.kernel.Lock;
import dev.causality.kernel.Randomness;
import dev.causality.kernel.Task;
import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;

/** Real time and random numbers; all of a kernel that an object store uses. */
final class TestKernel implements Kernel {

    @Override
    public Instant now() {
        return Instant.now();
    }

    @Override
    public long nanoTime() {
        return System.nanoTime();
    }

    @Override
    public Randomness random(String concern) {
        return new Randomness() {
            @Override
            public long nextLong() {
                return ThreadLocalRandom.current().nextLong();
            }

            @Override
            public int nextInt(int bound) {
                return ThreadLocalRandom.current().nextInt(bound);
            }

            @Override
            public double nextDouble() {
                return ThreadLocalRandom.current().nextDouble();
            }
        };
    }

    @Override
    public byte[] secret(int length) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Task start(String name, Runnable body) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Lock newLock() {
        throw new UnsupportedOperationException();
    }
}
