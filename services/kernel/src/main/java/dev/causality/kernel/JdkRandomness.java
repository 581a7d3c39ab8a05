package dev.causality.kernel;

import java.util.concurrent.ThreadLocalRandom;

/**
 * The JDK's generator per thread, which needs no lock. Two processes started in the same nanosecond would draw the same
 * numbers from it, so each stream mixes in a salt from the system's secure generator: identifiers of replicas do not
 * collide.
 */
final class JdkRandomness implements Randomness {

    private final long salt;

    JdkRandomness(long salt) {
        this.salt = salt;
    }

    @Override
    public long nextLong() {
        return ThreadLocalRandom.current().nextLong() ^ salt;
    }

    @Override
    public int nextInt(int bound) {
        return ThreadLocalRandom.current().nextInt(bound);
    }

    @Override
    public double nextDouble() {
        return ThreadLocalRandom.current().nextDouble();
    }
}
