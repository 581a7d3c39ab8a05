package dev.causality.load;

import dev.causality.testservers.ChildProcess;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How fast the simulation runs: seeds a second on all cores, and simulated beside real time. Start-up included. */
final class SimulationBench {

    private static final Pattern SPEED =
            Pattern.compile("seeds in [0-9.]+ s: ([0-9.]+) a second, .* simulated time ([0-9,]+) times real time");
    private static final Pattern MEMORY = Pattern.compile("live heap: .*");
    private static final Duration LIMIT = Duration.ofHours(3);

    private SimulationBench() {}

    static void run(Report report, String scenario, int seeds) {
        report.progress("simulating %,d seeds of the %s mix ...".formatted(seeds, scenario.toLowerCase(Locale.ROOT)));
        try (ChildProcess simulation =
                Programs.simulation(List.of("--scenario=" + scenario, "--seeds=" + seeds, "--failures=1"))) {
            OptionalInt exit = simulation.awaitExit(LIMIT);
            Matcher speed = SPEED.matcher(simulation.output());
            Matcher memory = MEMORY.matcher(simulation.output());
            if (exit.isEmpty() || exit.getAsInt() != 0 || !speed.find() || !memory.find()) {
                throw new IllegalStateException("the simulation failed: " + simulation.outputTail());
            }
            report.row("simulation, " + scenario.toLowerCase(Locale.ROOT), speed.group(1) + " seeds/s");
            report.detail("simulated time %s times real time; %s".formatted(speed.group(2), memory.group()));
        }
    }
}
