package dev.causality.faults.sim.world;

import dev.causality.faults.sim.Simulation;
import java.util.function.LongSupplier;

/** One direction of a connection: what is sent first arrives first. */
final class Wire {

    private final Simulation simulation;
    private final LongSupplier latencyNanos;
    private long lastArrival;

    Wire(Simulation simulation, LongSupplier latencyNanos) {
        this.simulation = simulation;
        this.latencyNanos = latencyNanos;
    }

    void send(String what, Runnable arrival) {
        long now = simulation.nanos();
        lastArrival = Math.max(lastArrival, now + latencyNanos.getAsLong());
        simulation.after(lastArrival - now, what, arrival);
    }

    /** Arrives late, and holds up nothing that is sent after it. */
    void sendLate(String what, long delayNanos, Runnable arrival) {
        simulation.after(latencyNanos.getAsLong() + delayNanos, what, arrival);
    }
}
