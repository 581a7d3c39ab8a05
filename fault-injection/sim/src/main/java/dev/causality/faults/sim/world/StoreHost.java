package dev.causality.faults.sim.world;

import dev.causality.faults.sim.Simulation;
import dev.causality.faults.sim.world.WorldSettings.Span;
import dev.causality.kernel.Randomness;

/** The object store in simulated time. */
final class StoreHost {

    private final ObjectServer server;
    private final Span work;
    private final Randomness random;
    private long requests;

    StoreHost(Simulation simulation, ObjectServer server, Span work) {
        this.server = server;
        this.work = work;
        this.random = simulation.random("store");
    }

    ObjectServer server() {
        return server;
    }

    /** How long it will take for the next request. */
    long workNanos() {
        return Draws.from(work, random);
    }

    /** Names a request. */
    String nextName() {
        return "put-" + ++requests;
    }
}
