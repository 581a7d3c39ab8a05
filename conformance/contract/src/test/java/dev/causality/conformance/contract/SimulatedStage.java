package dev.causality.conformance.contract;

import dev.causality.faults.plan.Seed;
import dev.causality.faults.sim.Ending;
import dev.causality.faults.sim.SchedulerOptions;
import dev.causality.faults.sim.SimKernel;
import dev.causality.faults.sim.Simulation;
import dev.causality.faults.sim.world.World;
import dev.causality.faults.sim.world.WorldObserver;
import dev.causality.faults.sim.world.WorldSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;

/** Plays as the first task of a simulated process, in a world of its own each time. */
public final class SimulatedStage<P> implements Stage<P> {

    private static final long LIMIT = Duration.ofHours(1).toNanos();

    private final long seed;
    private final BiFunction<World, SimKernel, P> port;

    public SimulatedStage(long seed, BiFunction<World, SimKernel, P> port) {
        this.seed = seed;
        this.port = port;
    }

    @Override
    public void play(Play<P> play) throws Exception {
        Simulation simulation = new Simulation(new Seed(seed), SchedulerOptions.PLAIN);
        World world = new World(simulation, WorldSettings.NEAR, WorldObserver.NONE);
        List<Throwable> thrown = new ArrayList<>();
        simulation.process("contract").start(kernel -> {
            try {
                play.run(kernel, port.apply(world, kernel));
            } catch (Throwable problem) {
                thrown.add(problem);
            }
            simulation.end();
        });
        Ending ending = simulation.run(LIMIT);
        if (!thrown.isEmpty()) {
            switch (thrown.getFirst()) {
                case Error error -> throw error;
                case Exception exception -> throw exception;
                case Throwable other -> throw new AssertionError(other);
            }
        }
        if (!(ending instanceof Ending.Ended) || !simulation.failures().isEmpty()) {
            throw new AssertionError(ending + " " + simulation.failures());
        }
    }
}
