package dev.causality.conformance.simulation;

import dev.causality.kernel.logging.Logging;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Runs seeds in simulation and says what they showed. Ends with 0 (valid), 1 (a promise was broken) or 2 (unknown). */
@Command(
        name = "simulate",
        mixinStandardHelpOptions = true,
        description = "Runs the services' cores in a simulated world, one run for each seed.")
final class SimulateCommand implements Callable<Integer> {

    static final int VALID = 0;
    static final int INVALID = 1;
    static final int UNKNOWN = 2;

    private static final double NANOS_PER_SECOND = 1e9;
    private static final Duration PROGRESS = Duration.ofSeconds(5);
    private static final Duration REDUCTION = Duration.ofSeconds(50);
    private static final long ENOUGH_TO_TELL = 2_000;
    private static final long USUAL_SEEDS = 1_000;

    @Option(names = "--seeds", description = "How many seeds to run. Default: 1000, or 1 where --seed is given.")
    private @Nullable Long seedCount;

    @Option(names = "--seed", description = "The first seed. Alone it is the only one, with its options printed.")
    private @Nullable Long seed;

    @Option(names = "--replay", description = "Runs the case in this file instead.")
    private @Nullable Path replay;

    @Option(
            names = "--scenario",
            description = "The mix to draw from: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.",
            defaultValue = "STANDARD")
    private Scenario scenario = Scenario.STANDARD;

    @Option(
            names = "--service",
            description =
                    "gateway, warehouse-sink or dead-letters: only the processes of this service are killed, paused,"
                            + " told to stop and given wrong clocks, at least once in each run; links and servers break as ever."
                            + " Dead letters are captured by the processes of the sink; their runs have poison, and a limit of"
                            + " deliveries. Default: any process.",
            converter = TargetConverter.class)
    private @Nullable Target service;

    @Option(names = "--threads", description = "Default: one for each processor.")
    private int threads = Runtime.getRuntime().availableProcessors();

    @Option(
            names = "--failures",
            description = "After how many failures to stop. Default: ${DEFAULT-VALUE}.",
            defaultValue = "3")
    private int failures;

    @Option(names = "--hashes", description = "Prints seed and trace hash of each run, and nothing else.")
    private boolean hashes;

    @Option(names = "--trace", description = "Writes every decision of the one run into this file.")
    private @Nullable Path trace;

    @Option(
            names = "--results",
            description = "Where replay files go. Default: ${DEFAULT-VALUE}.",
            defaultValue = "results/simulation")
    private Path results = Path.of("results/simulation");

    @Option(names = "--crash-points", description = "Crashes this process at each of its scheduling points, once each.")
    private @Nullable String crashPoints;

    @Option(
            names = "--looking-for",
            split = ",",
            description = "Which broken promises end the sweep; others are counted and passed over. Default: any.")
    private List<String> wanted = List.of();

    @Option(names = "--log", description = "Shows what the services log, too.")
    private boolean log;

    /** The name of a service. */
    private static final class TargetConverter implements ITypeConverter<Target> {
        @Override
        public Target convert(String text) {
            try {
                return Target.parse(text);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }

    private final PrintStream out;
    private Optional<Target> target = Optional.empty();
    private long seeds = USUAL_SEEDS;

    @SuppressWarnings("SystemOut")
    SimulateCommand() {
        this(System.out);
    }

    SimulateCommand(PrintStream out) {
        this.out = out;
    }

    @Override
    public Integer call() throws InterruptedException {
        target = Optional.ofNullable(service);
        seeds = seedCount != null ? seedCount : seed != null ? 1 : USUAL_SEEDS;
        if (!log) {
            Logging.off();
        }
        if (replay != null) {
            CaseJson.Replay file = CaseJson.read(replay);
            return one(file.ran(), Optional.of(file));
        }
        if (crashPoints != null) {
            return enumerate(crashPoints);
        }
        if (hashes) {
            return printHashes();
        }
        if (seed != null && (seeds == 1 || trace != null)) {
            return one(CaseDrawer.draw(seed, scenario, target), Optional.empty());
        }
        return sweep(seed == null ? 1 : seed);
    }

    private int enumerate(String process) {
        Case ran = CaseDrawer.draw(seed == null ? 1 : seed, Scenario.TINY);
        CrashPoints.Found found = CrashPoints.enumerate(ran, process, Long.MAX_VALUE);
        found.failures().forEach(failure -> out.println(failure.point() + ": " + failure.broken()));
        out.println(found.points() + " crashes of " + process + ", "
                + found.failures().size() + " broke a promise");
        out.println(found.failures().isEmpty() ? "VERDICT: VALID" : "VERDICT: INVALID");
        return found.failures().isEmpty() ? VALID : INVALID;
    }

    private int printHashes() {
        long first = seed == null ? 1 : seed;
        for (long at = first; at < first + seeds; at++) {
            RunResult result = SimulatedRun.run(CaseDrawer.draw(at, scenario, target));
            out.println(at + " " + Long.toHexString(result.hash()));
        }
        return VALID;
    }

    private int one(Case ran, Optional<CaseJson.Replay> expected) {
        RunReport.describe(out, ran);
        long start = System.nanoTime();
        RunResult result = TraceFile.run(ran, Optional.ofNullable(trace));
        double seconds = (double) (System.nanoTime() - start) / NANOS_PER_SECOND;
        out.printf(
                Locale.ROOT,
                "%,d steps, %.1f s simulated in %.3f s, hash %s%n",
                result.steps(),
                (double) result.simulatedNanos() / NANOS_PER_SECOND,
                seconds,
                Long.toHexString(result.hash()));
        RunReport.describeLosses(out, result);
        RunReport.describe(out, result);
        expected.ifPresent(file -> out.println(
                file.broken().equals(result.invariants())
                        ? "as recorded: " + file.broken()
                        : "recorded were " + file.broken() + ", now " + result.invariants()));
        out.println(result.failed() ? "VERDICT: INVALID " + result.invariants() : "VERDICT: VALID");
        return result.failed() ? INVALID : VALID;
    }

    private int sweep(long first) throws InterruptedException {
        Sweep sweep = new Sweep(scenario, target, first, seeds, failures, wanted);
        long start = System.nanoTime();
        Thread progress = Thread.ofPlatform().daemon().name("progress").start(() -> report(sweep, start));
        LiveHeap heap = new LiveHeap(seeds);
        Sweep.Totals totals = sweep.run(threads, (number, result) -> {
            heap.ran();
            if (result.failed()) {
                out.println("seed " + number + " breaks " + result.invariants());
            }
        });
        progress.interrupt();
        RunReport.describe(out, totals, elapsed(start));
        out.println(heap.describe());
        totals.failures().forEach(this::reduce);
        return verdict(totals);
    }

    private int verdict(Sweep.Totals totals) {
        if (!totals.failures().isEmpty()) {
            TreeSet<String> broken = new TreeSet<>();
            totals.failures().forEach(failure -> broken.addAll(failure.invariants()));
            out.println("VERDICT: INVALID " + broken);
            return INVALID;
        }
        if (totals.runs() < seeds) {
            out.println("VERDICT: UNKNOWN, only " + totals.runs() + " of " + seeds + " seeds were run");
            return UNKNOWN;
        }
        Optional<String> vacuous = totals.runs() < ENOUGH_TO_TELL ? Optional.empty() : Sweep.vacuous(totals, scenario);
        out.println(vacuous.map(why -> "VERDICT: UNKNOWN, " + why).orElse("VERDICT: VALID"));
        return vacuous.isPresent() ? UNKNOWN : VALID;
    }

    private void reduce(RunResult failed) {
        out.printf("%nseed %d breaks %s%n", failed.ran().seed(), failed.invariants());
        long end = System.nanoTime() + REDUCTION.toNanos() / Math.max(1, failures);
        Case smallest = Reducer.reduce(
                        failed,
                        smaller -> SimulatedRun.runUntilBroken(smaller, failed.invariants()),
                        () -> System.nanoTime() > end)
                .ran();
        // To its end, as a replay will run it.
        RunResult reduced = SimulatedRun.run(smallest);
        RunReport.describe(out, reduced);
        Path file = results.resolve(failed.ran().scenario() + "-" + failed.ran().seed() + ".json");
        CaseJson.write(
                file, new CaseJson.Replay(reduced.invariants(), Long.toHexString(reduced.hash()), reduced.ran()));
        out.printf(
                "reduced from %d to %d events and faults%n  make simulate REPLAY=%s%n  make simulate SEEDS=1 SEED=%d"
                        + " SCENARIO=%s%s%n",
                failed.ran().size(),
                reduced.ran().size(),
                file,
                failed.ran().seed(),
                scenario,
                target.map(only -> " SERVICE=" + only.text()).orElse(""));
    }

    private void report(Sweep sweep, long start) {
        try {
            while (true) {
                Thread.sleep(PROGRESS);
                long runs = sweep.totals().runs();
                out.printf(
                        Locale.ROOT,
                        "%,d of %,d seeds, %.0f a second, %d failed%n",
                        runs,
                        seeds,
                        (double) runs / elapsed(start),
                        sweep.totals().failures().size());
            }
        } catch (InterruptedException done) {
            Thread.currentThread().interrupt();
        }
    }

    private static double elapsed(long start) {
        return (double) (System.nanoTime() - start) / NANOS_PER_SECOND;
    }
}
