package dev.causality.conformance.contract;

import dev.causality.faults.sim.world.World;
import dev.causality.ports.EventStreams;

class SimulatedDocumentBucketTest extends DocumentBucketContract {

    @Override
    protected Stage<EventStreams> stage() {
        return new SimulatedStage<>(1, World::streams);
    }
}
