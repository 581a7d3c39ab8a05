package dev.causality.conformance.system.plan;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;

/**
 * All faults of a run, in the order in which they begin.
 *
 * @param duration for how long clients send
 */
public record FaultPlan(Duration duration, List<Fault> faults) {
    public FaultPlan {
        faults = faults.stream().sorted(Comparator.comparing(Fault::start)).toList();
    }
}
