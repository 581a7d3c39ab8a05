package dev.causality.conformance.simulation;

import dev.causality.checkers.history.FaultEvent.FaultBegun;
import dev.causality.checkers.history.FaultEvent.FaultEnded;
import dev.causality.checkers.history.FaultEvent.FaultObserved;
import dev.causality.checkers.history.FaultEvent.FaultPlanned;
import dev.causality.faults.plan.PlannedFault;
import dev.causality.faults.plan.ProcessFault;
import dev.causality.faults.plan.ProcessFault.ProcessSignal;
import dev.causality.faults.plan.Schedule.Window;
import dev.causality.faults.sim.Simulation;
import dev.causality.faults.sim.world.PlanExecutor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Does to processes what a plan asks for, and writes down how the whole plan goes. */
final class Faults implements PlanExecutor.Processes, PlanExecutor.Listener {

    /** After what time without a fault everything should be as if there had been none. */
    private static final long CALM_NANOS = 45_000_000_000L;

    private static final String NATS_LINK = "-nats";
    private static final String STORE_LINK = "-s3";
    private static final String STREAM = "nats";
    private static final String STORE = "s3";

    private final Recorder recorder;
    private final Map<String, Host> hosts = new LinkedHashMap<>();
    private final List<String> observed = new ArrayList<>();
    private final Simulation simulation;
    private int active;
    private long disturbedNanos = Long.MIN_VALUE / 2;

    Faults(Simulation simulation, Recorder recorder, List<? extends Host> hosts) {
        this.simulation = simulation;
        this.recorder = recorder;
        hosts.forEach(host -> this.hosts.put(host.name(), host));
    }

    void planned(List<PlannedFault> faults, long horizonMillis) {
        for (PlannedFault fault : faults) {
            Window window = fault.schedule().windows(horizonMillis).getFirst();
            long lasting = Math.max(0, window.endMillis() - window.startMillis());
            recorder.add(at -> new FaultPlanned(
                    at, fault.name(), fault.fault().kind(), server(fault.target()), window.startMillis(), lasting));
        }
    }

    /** The names of the faults that had an effect. */
    List<String> observed() {
        return List.copyOf(observed);
    }

    /** Whether nothing has been broken for a while, but for processes that were told to stop. */
    boolean calm() {
        return active == 0 && simulation.nanos() - disturbedNanos > CALM_NANOS;
    }

    private static boolean disturbs(PlannedFault fault) {
        return !fault.fault().equals(new ProcessFault.Signal(ProcessSignal.TERM));
    }

    @Override
    public void began(PlannedFault fault) {
        if (disturbs(fault)) {
            active++;
            disturbedNanos = simulation.nanos();
        }
        recorder.add(at -> new FaultBegun(at, fault.name()));
    }

    @Override
    public void ended(PlannedFault fault) {
        if (disturbs(fault)) {
            active--;
            disturbedNanos = simulation.nanos();
        }
        recorder.add(at -> new FaultEnded(at, fault.name()));
    }

    @Override
    public void observed(PlannedFault fault, String evidence) {
        observed.add(fault.name());
        recorder.add(at -> new FaultObserved(at, fault.name(), evidence));
    }

    @Override
    public boolean begin(PlannedFault fault, ProcessFault what) {
        Host host = hosts.get(fault.target());
        if (host == null || !host.process().running()) {
            return false;
        }
        switch (what) {
            case ProcessFault.Signal(ProcessSignal signal) -> {
                switch (signal) {
                    case KILL -> host.kill();
                    case TERM -> host.terminate();
                    case STOP -> host.pause();
                    case CONT -> host.resume();
                }
            }
            case ProcessFault.ClockJump(long byMillis) -> host.process().jumpClock(Duration.ofMillis(byMillis));
            case ProcessFault.ClockDrift(long partsPerMillion) -> host.process().driftClock(partsPerMillion);
        }
        return true;
    }

    @Override
    public void end(PlannedFault fault, ProcessFault what) {
        Host host = hosts.get(fault.target());
        if (host != null && what.equals(new ProcessFault.Signal(ProcessSignal.STOP))) {
            host.resume();
        }
        if (host != null && what instanceof ProcessFault.ClockDrift) {
            host.process().driftClock(0);
        }
    }

    /** What is hit by a fault of a link: the server at its end. */
    private static String server(String target) {
        if (target.endsWith(NATS_LINK)) {
            return STREAM;
        }
        return target.endsWith(STORE_LINK) ? STORE : target;
    }
}
