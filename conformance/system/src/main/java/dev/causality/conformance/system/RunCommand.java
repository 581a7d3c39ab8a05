package dev.causality.conformance.system;

import dev.causality.checkers.Judgement.Overall;
import dev.causality.checkers.history.HistoryReader;
import dev.causality.conformance.system.plan.FaultPlanner;
import dev.causality.conformance.system.plan.Step;
import dev.causality.conformance.system.report.Report;
import dev.causality.conformance.system.run.ConformanceRun;
import dev.causality.conformance.system.run.Reproduction;
import dev.causality.conformance.system.run.RunOptions;
import dev.causality.conformance.system.stack.ServiceJars;
import dev.causality.faults.plan.PlanPrinter;
import dev.causality.faults.plan.PlannedFault;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Carries out a run and judges it. */
@Command(name = "run", description = "Run and judge.", sortOptions = false)
final class RunCommand implements Callable<Integer> {
    private static final int SEEDS = 1_000_000;
    private static final DateTimeFormatter FOLDER = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss");

    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "${env:SEED:-}",
            description = "Decides everything that is drawn. Default: $SEED, else a random one, which is printed.")
    private String seed = "";

    @Option(
            names = "--duration",
            paramLabel = "TIME",
            defaultValue = "${env:DURATION:-105s}",
            description = "For how long clients send, such as 30s (the least) or 10m. Default: $DURATION, else 105s.")
    private String duration = "105s";

    @Option(
            names = "--rate",
            paramLabel = "N",
            defaultValue = "" + RunOptions.DEFAULT_RATE,
            description = "Events per second that clients would like to send. Default: ${DEFAULT-VALUE}.")
    private int rate;

    @Option(names = "--keep", description = "Keep history and logs of a run that is VALID, too.")
    private boolean keep;

    @Option(
            names = "--results",
            paramLabel = "FOLDER",
            description = "Where runs leave their folders. Default: results in the repository.")
    private @Nullable Path results;

    @Option(names = "--gateway-jar", paramLabel = "FILE", description = "Another build of the gateway.")
    private @Nullable Path gatewayJar;

    @Option(names = "--sink-jar", paramLabel = "FILE", description = "Another build of the warehouse sink.")
    private @Nullable Path sinkJar;

    @Override
    public Integer call() throws IOException, InterruptedException {
        RunOptions options = options();
        Console console = new Console(System.out);
        ConformanceRun run = new ConformanceRun(options, console);
        announce(options, run, System.out);
        try {
            run.execute();
        } catch (IOException | RuntimeException e) {
            Folders.delete(options.data());
            System.out.println();
            System.out.println("The run broke off: " + e.getMessage());
            System.out.println("History so far and logs: " + options.folder());
            System.out.println("Again: " + Reproduction.command(options.seed(), options.described()));
            return Main.COULD_NOT_RUN;
        }
        Folders.delete(options.data());
        return judge(options);
    }

    private int judge(RunOptions options) throws IOException {
        Report report = new Report(System.out, HistoryReader.read(options.history()));
        report.print();
        boolean valid = report.judgement().overall() == Overall.VALID;
        if (valid && !keep) {
            Folders.delete(options.folder());
        } else {
            System.out.println("History and logs: " + options.folder());
        }
        if (!valid) {
            System.out.println("Again: " + report.reproduce());
        }
        return ExitCodes.of(report.judgement());
    }

    private static void announce(RunOptions options, ConformanceRun run, PrintStream out) {
        out.println("seed " + options.seed() + ", " + options.duration().toSeconds() + " s of workload");
        out.println("clients:");
        run.clients().forEach(client -> out.println("  " + client));
        out.println("planned faults:");
        run.plan().steps().forEach(step -> out.println("  " + describe(step)));
    }

    private static String describe(Step step) {
        return switch (step) {
            case Step.Break(PlannedFault fault, boolean alone) ->
                PlanPrinter.describe(fault) + (alone ? ", when nothing else is broken" : "");
            case Step.Poison poison ->
                poison.name() + ": at " + poison.start().toMillis() + " ms, on " + poison.target() + " "
                        + poison.describe();
        };
    }

    private RunOptions options() throws IOException {
        Path root = Folders.repository();
        long chosen = seed.isBlank() ? new SecureRandom().nextInt(SEEDS) : number(seed);
        Duration length = Durations.parse(duration)
                .filter(parsed -> parsed.compareTo(FaultPlanner.MINIMUM) >= 0)
                .orElseThrow(() -> mistake("--duration must be a time such as 105s or 5m, of "
                        + FaultPlanner.MINIMUM.toSeconds() + "s at least, not '" + duration + "'"));
        if (rate < 1) {
            throw mistake("--rate must be at least 1, not " + rate);
        }
        ServiceJars jars = jars(root);
        Path parent = results == null ? root.resolve("results") : results.toAbsolutePath();
        Path folder = parent.resolve(FOLDER.format(LocalDateTime.now(ZoneId.systemDefault())) + "-seed-" + chosen);
        Files.createDirectories(folder.resolve("logs"));
        return new RunOptions(chosen, length, rate, jars, root, folder);
    }

    private ServiceJars jars(Path root) {
        try {
            return new ServiceJars(
                    gatewayJar == null ? ServiceJars.defaultGateway(root) : gatewayJar.toAbsolutePath(),
                    sinkJar == null ? ServiceJars.defaultSink(root) : sinkJar.toAbsolutePath());
        } catch (IllegalArgumentException e) {
            throw mistake(e.getMessage());
        }
    }

    private long number(String text) {
        try {
            return Long.parseLong(text.strip());
        } catch (NumberFormatException e) {
            throw mistake("--seed must be a whole number, not '" + text + "'");
        }
    }

    private ParameterException mistake(@Nullable String message) {
        return new ParameterException(Objects.requireNonNull(spec).commandLine(), String.valueOf(message));
    }
}
