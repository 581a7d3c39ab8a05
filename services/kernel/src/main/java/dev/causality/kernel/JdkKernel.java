package dev.causality.kernel;

import java.security.SecureRandom;
import java.time.Instant;

/** The kernel over the JDK. Holds nothing of a single task, so that tasks share it without waiting for each other. */
final class JdkKernel implements Kernel {

    private final SecureRandom secrets = new SecureRandom();

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
        return new JdkRandomness(secrets.nextLong());
    }

    @Override
    public byte[] secret(int length) {
        byte[] bytes = new byte[length];
        secrets.nextBytes(bytes);
        return bytes;
    }

    @Override
    public Task start(String name, Runnable body) {
        return JdkTask.start(name, body);
    }

    @Override
    public Lock newLock() {
        return new JdkLock();
    }
}
