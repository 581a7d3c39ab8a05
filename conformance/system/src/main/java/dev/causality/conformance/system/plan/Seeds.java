package dev.causality.conformance.system.plan;

import dev.causality.faults.plan.Seed;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * One seed, forked for each concern: a draw more in one place changes nothing in another. Immutable; the generators are
 * for one thread each.
 */
public record Seeds(long seed) {

    /** A generator of this concern's own; the same name always gives the same numbers. */
    public RandomGenerator fork(String concern) {
        return new SplittableRandom(new Seed(seed).fork(concern).value());
    }
}
