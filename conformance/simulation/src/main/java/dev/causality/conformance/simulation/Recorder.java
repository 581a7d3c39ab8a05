package dev.causality.conformance.simulation;

import dev.causality.checkers.history.History;
import dev.causality.checkers.history.HistoryEvent;
import dev.causality.faults.sim.Simulation;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;

/** Takes the history of a run down, on simulated time. */
final class Recorder {

    private static final long NANOS_PER_MICRO = 1_000;

    private final Simulation simulation;
    private final List<HistoryEvent> events = new ArrayList<>();

    Recorder(Simulation simulation) {
        this.simulation = simulation;
    }

    void add(LongFunction<HistoryEvent> eventAt) {
        events.add(eventAt.apply(simulation.nanos() / NANOS_PER_MICRO));
    }

    History history() {
        return History.of(events);
    }
}
