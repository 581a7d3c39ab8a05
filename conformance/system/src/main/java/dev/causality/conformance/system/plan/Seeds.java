package dev.causality.conformance.system.plan;

import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * One seed, forked for each concern: a draw more in one place changes nothing in another. Immutable; the generators are
 * for one thread each.
 */
public record Seeds(long seed) {
    private static final long MULTIPLIER = 0x9E3779B97F4A7C15L;

    /** A generator of this concern's own; the same name always gives the same numbers. */
    public RandomGenerator fork(String concern) {
        long mixed = seed;
        for (int i = 0; i < concern.length(); i++) {
            mixed = (mixed ^ concern.charAt(i)) * MULTIPLIER;
            mixed ^= mixed >>> 32;
        }
        return new SplittableRandom(mixed);
    }
}
