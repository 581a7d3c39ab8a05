package dev.causality.conformance.contract;

import dev.causality.faults.sim.world.World;
import dev.causality.ports.ObjectStore;

class SimulatedObjectStoreTest extends ObjectStoreContract {

    @Override
    protected Stage<ObjectStore> stage() {
        return new SimulatedStage<>(1, World::objects);
    }
}
