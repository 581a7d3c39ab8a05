package dev.causality.faults.proxy.planned;

import dev.causality.faults.plan.Fault;
import dev.causality.faults.plan.ProcessFault;
import dev.causality.faults.plan.WorldFault;
import dev.causality.faults.proxy.control.Proxies;
import dev.causality.faults.proxy.process.TargetProcess;
import java.util.Map;
import java.util.Optional;

/**
 * What a plan may hit.
 *
 * @param processes by name
 */
public record Targets(Proxies proxies, Map<String, TargetProcess> processes) {
    public Targets {
        processes = Map.copyOf(processes);
    }

    /** Why a fault cannot be applied to a target here; empty when it can. */
    Optional<String> refuse(String target, Fault fault) {
        return switch (fault) {
            case ProcessFault.Signal _ ->
                processes.containsKey(target) ? Optional.empty() : Optional.of("there is no process " + target);
            case ProcessFault.ClockJump _, ProcessFault.ClockDrift _, WorldFault _ ->
                Optional.of(fault.kind() + " can only be simulated");
            default -> proxies.refuse(target, fault);
        };
    }
}
