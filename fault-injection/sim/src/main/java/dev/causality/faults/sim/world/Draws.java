package dev.causality.faults.sim.world;

import dev.causality.faults.sim.world.WorldSettings.Span;
import dev.causality.kernel.Randomness;

/** Lengths of time that a seed decides. */
final class Draws {

    private Draws() {}

    static long from(Span span, Randomness random) {
        long shortest = span.shortest().toNanos();
        long width = span.longest().toNanos() - shortest;
        return width == 0 ? shortest : shortest + (long) (random.nextDouble() * (double) width);
    }
}
