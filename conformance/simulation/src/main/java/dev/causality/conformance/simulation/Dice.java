package dev.causality.conformance.simulation;

import dev.causality.faults.plan.Seed;
import dev.causality.kernel.Randomness;
import java.util.List;

/** Draws from one stream of random numbers. */
final class Dice {

    private final Randomness random;

    Dice(Seed seed) {
        this.random = seed.generator();
    }

    /** From {@code least} to {@code most}, both included. */
    int between(int least, int most) {
        return least + random.nextInt(most - least + 1);
    }

    long longBetween(long least, long most) {
        return least + (long) (random.nextDouble() * (double) (most - least + 1));
    }

    boolean chance(double probability) {
        return random.nextDouble() < probability;
    }

    @SafeVarargs
    final <T> T oneOf(T... choices) {
        return choices[random.nextInt(choices.length)];
    }

    <T> T oneOf(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    double share() {
        return random.nextDouble();
    }
}
