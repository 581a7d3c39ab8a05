package dev.causality.conformance.simulation;

import dev.causality.faults.sim.SimKernel;
import dev.causality.faults.sim.Simulation;
import dev.causality.faults.sim.world.PlanExecutor;
import dev.causality.faults.sim.world.World;
import dev.causality.faults.sim.world.WorldSettings;
import dev.causality.faults.sim.world.jetstream.StreamServer.ServerSettings;
import dev.causality.ports.EventStreams;
import dev.causality.ports.ObjectStore;
import java.util.Optional;

/** The servers of a run, and the ways to them. */
final class Servers implements Connections {

    private final Simulation simulation;
    private final World world;

    Servers(Simulation simulation, Truth truth, Tuning tuning) {
        this.simulation = simulation;
        ServerSettings server = ServerSettings.DEFAULT.syncingEvery(
                Tuning.millis(tuning.syncInterval()).toNanos());
        this.world = new World(simulation, WorldSettings.NEAR.with(server), truth);
    }

    @Override
    public EventStreams streams(SimKernel kernel) {
        return world.streams(kernel);
    }

    @Override
    public ObjectStore store(SimKernel kernel) {
        return world.objects(kernel);
    }

    /** How many messages the server has yet to deliver to a consumer, or has no answer to; empty when there is none. */
    Optional<Long> unfinished(String stream, String consumer) {
        return world.streamServer().consumerState(stream, consumer).map(state -> state.pending() + state.ackPending());
    }

    /** Begins a case's faults. */
    PlanExecutor begin(Case ran, Faults faults) {
        PlanExecutor executor = new PlanExecutor(simulation, world, ran.plan(), faults, faults);
        faults.planned(ran.faults(), ran.horizonMillis());
        executor.begin(ran.horizonMillis());
        return executor;
    }
}
