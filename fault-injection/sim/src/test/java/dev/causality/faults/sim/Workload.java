package dev.causality.faults.sim;

import dev.causality.faults.plan.Seed;
import dev.causality.kernel.BoundedQueue;
import dev.causality.kernel.Cancellation;
import dev.causality.kernel.Deadline;
import dev.causality.kernel.Randomness;
import java.time.Duration;
import java.util.Optional;

/** Producers and consumers in a process that crashes and starts again; whoever is left at the end stays where he is. */
final class Workload {

    private static final long END = Duration.ofSeconds(5).toNanos();
    private static final int TASKS = 10;

    private Workload() {}

    static Simulation run(long seed) {
        Simulation simulation = new Simulation(new Seed(seed), SchedulerOptions.PLAIN);
        SimProcess process = simulation.process("p", seed % 100, Duration.ZERO);
        Randomness random = simulation.random("faults");
        process.start(Workload::work);
        simulation.after(random.nextInt(2_000_000_000), "crash", () -> {
            process.crash();
            process.start(Workload::work);
        });
        simulation.run(END);
        return simulation;
    }

    private static void work(SimKernel kernel) {
        BoundedQueue<byte[]> queue = kernel.newQueue(3);
        for (int i = 0; i < TASKS; i++) {
            kernel.start("producer", () -> {
                Randomness random = kernel.random("pause");
                for (int j = 0; j < 5; j++) {
                    kernel.sleep(Duration.ofMillis(random.nextInt(1000)), Cancellation.NEVER);
                    queue.put(new byte[100], Deadline.NEVER, Cancellation.NEVER);
                }
            });
            kernel.start("consumer", () -> {
                Optional<byte[]> taken = Optional.of(new byte[0]);
                while (taken.isPresent()) {
                    taken = queue.poll(kernel.deadlineIn(Duration.ofSeconds(60)), Cancellation.NEVER);
                }
            });
        }
    }
}
