package dev.causality.faults.proxy.run;

import dev.causality.faults.plan.Fault;
import dev.causality.faults.plan.Occurrence;
import dev.causality.faults.plan.Occurrences;
import dev.causality.faults.plan.Seed;

/**
 * A fault of a protocol that is in force on a proxy. Thread-safe: connections of several loops ask it.
 *
 * <p>Which matches are hit depends on the seed and on how many matched before, over all connections, so it is the same
 * whenever these come in the same order.
 */
public final class ActiveFault<F extends Fault> {
    private final String name;
    private final F fault;
    private final Occurrences occurrences;

    /**
     * @param name what evidence calls it
     * @param which of all that match are hit
     * @param seed of this fault's own
     */
    public ActiveFault(String name, F fault, Occurrence which, Seed seed) {
        this.name = name;
        this.fault = fault;
        this.occurrences = new Occurrences(which, seed.generator());
    }

    public String name() {
        return name;
    }

    public F fault() {
        return fault;
    }

    /** Something matches the fault: whether it is hit. Counts, so ask once for each. */
    public synchronized boolean hits() {
        return occurrences.next();
    }
}
