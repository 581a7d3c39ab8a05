package dev.causality.load;

import dev.causality.testservers.NatsServer;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs the benchmarks and prints their table. */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        description =
                "Prints what sink, gateway and fault proxy carry, each beside a ceiling measured in the same run, and how"
                        + " fast the simulation runs.")
final class BenchCommand implements Callable<Integer> {

    /** What can be measured. */
    enum Part {
        ALL,
        DRAIN,
        GATEWAY,
        PROXY,
        SIMULATION
    }

    @Option(
            names = "--only",
            description = "${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.",
            defaultValue = "ALL")
    private Part only = Part.ALL;

    @Option(names = "--events", description = "Events to drain. Default: ${DEFAULT-VALUE}.", defaultValue = "1500000")
    private int events;

    @Option(
            names = "--seconds",
            description =
                    "Length of each measurement of gateway and proxy, after as long a warm-up. Default: ${DEFAULT-VALUE}.",
            defaultValue = "10")
    private int seconds;

    @Option(names = "--seeds", description = "Seeds to simulate. Default: ${DEFAULT-VALUE}.", defaultValue = "3000")
    private int seeds;

    @Override
    public Integer call() throws Exception {
        Report report = new Report(System.out);
        describe(report);
        if (only == Part.ALL || only == Part.DRAIN) {
            DrainBench.run(report, 1, events);
            DrainBench.run(report, 50, events);
        }
        if (only == Part.ALL || only == Part.GATEWAY) {
            GatewayBench.run(report, seconds);
        }
        if (only == Part.ALL || only == Part.PROXY) {
            ProxyBench.run(report, seconds);
        }
        if (only == Part.ALL || only == Part.SIMULATION) {
            SimulationBench.run(report, "STANDARD", seeds);
            SimulationBench.run(report, "SMALL", seeds);
        }
        report.print();
        return 0;
    }

    private static void describe(Report report) {
        try (NatsServer nats = NatsServer.start()) {
            report.detail("%d processors, JDK %s, %s, nats-server %s; services and ceilings: %s"
                    .formatted(
                            Runtime.getRuntime().availableProcessors(),
                            Runtime.version(),
                            System.getProperty("os.arch"),
                            nats.version(),
                            Programs.flags()));
        }
        report.detail("sink: " + DrainBench.settings() + "; dedup window " + Stream.DEDUP_WINDOW.toSeconds() + " s");
    }
}
