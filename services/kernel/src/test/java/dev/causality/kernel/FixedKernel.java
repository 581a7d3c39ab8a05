package dev.causality.kernel;

import java.time.Instant;
import java.util.Random;

/** A kernel whose clock stands and whose random numbers follow a seed; it cannot start tasks. */
final class FixedKernel implements Kernel {

    private final Instant now;
    private final Random random;

    FixedKernel(Instant now, long seed) {
        this.now = now;
        this.random = new Random(seed);
    }

    @Override
    public Instant now() {
        return now;
    }

    @Override
    public long nanoTime() {
        return 0;
    }

    @Override
    public Randomness random(String concern) {
        return new Randomness() {
            @Override
            public long nextLong() {
                return random.nextLong();
            }

            @Override
            public int nextInt(int bound) {
                return random.nextInt(bound);
            }

            @Override
            public double nextDouble() {
                return random.nextDouble();
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
