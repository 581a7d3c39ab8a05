package dev.causality.conformance.system.plan;

import dev.causality.faults.plan.FaultPlan;
import dev.causality.faults.plan.PlannedFault;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;

/**
 * All that a run does to itself, in the order in which it begins.
 *
 * @param seed from which faults draw while they last
 * @param duration for how long clients send
 */
public record RunPlan(long seed, Duration duration, List<Step> steps) {
    public RunPlan {
        steps = steps.stream().sorted(Comparator.comparing(Step::start)).toList();
    }

    /** The faults among it. */
    public FaultPlan faults() {
        List<PlannedFault> faults = steps.stream()
                .filter(Step.Break.class::isInstance)
                .map(step -> ((Step.Break) step).fault())
                .toList();
        return new FaultPlan(seed, faults);
    }
}
