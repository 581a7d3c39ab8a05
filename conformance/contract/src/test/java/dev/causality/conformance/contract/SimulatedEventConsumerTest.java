package dev.causality.conformance.contract;

import dev.causality.faults.sim.world.World;
import dev.causality.ports.EventStreams;

class SimulatedEventConsumerTest extends EventConsumerContract {

    @Override
    protected Stage<EventStreams> stage() {
        return new SimulatedStage<>(1, World::streams);
    }
}
