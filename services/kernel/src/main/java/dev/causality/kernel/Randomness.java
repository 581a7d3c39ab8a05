package dev.causality.kernel;

/** A stream of random numbers for one concern. Safe for use by several tasks. */
public interface Randomness {

    /** Sixty-four random bits. */
    long nextLong();

    /** A number from 0 (inclusive) to {@code bound} (exclusive). */
    int nextInt(int bound);

    /** A number from 0 (inclusive) to 1 (exclusive). */
    double nextDouble();
}
