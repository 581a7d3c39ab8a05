package dev.causality.faults.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * All faults of a run, and the seed from which every choice during the run is drawn.
 *
 * @param faults in the order in which they are asked where several fit; with names of their own
 */
public record FaultPlan(long seed, List<PlannedFault> faults) {
    public FaultPlan {
        faults = faults == null ? List.of() : List.copyOf(new ArrayList<>(faults));
        TreeSet<String> names = new TreeSet<>();
        for (PlannedFault fault : faults) {
            if (!names.add(fault.name())) {
                throw new IllegalArgumentException("two faults are named " + fault.name());
            }
        }
    }

    /** The seed of one fault's choices. */
    public Seed seedOf(PlannedFault fault) {
        return new Seed(seed).fork(fault.name());
    }
}
