package dev.causality.faults.plan;

import dev.causality.kernel.Randomness;

/**
 * Counts what matches a fault and says which of it is hit. One number is drawn for each match inside the range, hit or
 * not, so that the nth decision depends on the seed and on n only. Not thread-safe.
 */
public final class Occurrences {
    private final Occurrence which;
    private final Randomness random;
    private long seen;

    /**
     * @param which what is hit
     * @param random a stream of this fault's own
     */
    public Occurrences(Occurrence which, Randomness random) {
        this.which = which;
        this.random = random;
    }

    /** Another one matches: whether it is hit. */
    public boolean next() {
        seen++;
        boolean inRange = seen >= which.from() && (which.count() == 0 || seen - which.from() < which.count());
        return inRange && random.nextDouble() < which.probability();
    }

    /** How many have matched so far. */
    public long seen() {
        return seen;
    }
}
