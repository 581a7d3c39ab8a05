package dev.causality.conformance.contract;

import dev.causality.faults.sim.world.World;
import dev.causality.ports.EventStreams;

class SimulatedEventStreamTest extends EventStreamContract {

    @Override
    protected Stage<EventStreams> stage() {
        return new SimulatedStage<>(1, World::streams);
    }
}
