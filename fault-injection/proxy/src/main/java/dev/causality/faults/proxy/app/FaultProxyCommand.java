package dev.causality.faults.proxy.app;

import dev.causality.faults.plan.FaultPlan;
import dev.causality.faults.plan.PlanPrinter;
import dev.causality.faults.proxy.engine.HostPort;
import dev.causality.faults.proxy.run.FaultLedger;
import dev.causality.kernel.process.Signals;
import dev.causality.kernel.settings.Durations;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** The command line. Toxiproxy's own options are understood as Toxiproxy writes them, with one dash. */
@Command(
        name = "fault-proxy",
        description = "TCP proxies that break connections as they are told, controlled over HTTP like Toxiproxy 2.12.",
        mixinStandardHelpOptions = true,
        version = "fault-proxy 0.1.0 (Toxiproxy API 2.12.0)",
        sortOptions = false,
        footer = {
            "",
            "Ends with SIGTERM or SIGINT, and then says which faults were applied. Exit codes: 0 all planned faults were,"
                    + " 1 it could not start, or not write its history, 2 wrong usage, 3 a planned fault was never applied."
        })
public final class FaultProxyCommand implements Callable<Integer> {
    private static final int FAILED = 1;
    private static final int NEVER_APPLIED = 3;

    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = {"--config", "-config"},
            paramLabel = "FILE",
            description = "JSON: Toxiproxy's list of proxies, or an object with proxies, processes, seed and plan.")
    private @Nullable Path config;

    @Option(
            names = {"--host", "-host"},
            defaultValue = "localhost",
            description = "Where the control API listens. Default: ${DEFAULT-VALUE}.")
    private String host = "localhost";

    @Option(
            names = {"--port", "-port"},
            defaultValue = "8474",
            description = "The control API's port; 0 for any. Default: ${DEFAULT-VALUE}.")
    private int port;

    @Option(names = "--listen", paramLabel = "HOST:PORT", description = "Both at once.")
    private @Nullable String listen;

    @Option(
            names = {"--seed", "-seed"},
            paramLabel = "N",
            description = "Decides every random choice. Default: the config's, else a random one, which is printed.")
    private @Nullable Long seed;

    @Option(names = "--plan", paramLabel = "FILE", description = "A plan of faults to carry out from the start on.")
    private @Nullable Path planFile;

    @Option(names = "--describe", description = "Say in words what the plan will do, and exit.")
    private boolean describe;

    @Option(
            names = "--history",
            paramLabel = "FILE",
            description = "A new file for what taps see and faults do, as JSON lines.")
    private @Nullable Path historyFile;

    @Option(
            names = "--consumer",
            paramLabel = "STREAM/CONSUMER",
            description = "With --history: the consumer whose deliveries are to be judged (B5).")
    private @Nullable String consumer;

    @Option(
            names = "--ack-wait",
            paramLabel = "DURATION",
            converter = DurationConverter.class,
            description = "That consumer's ack wait, such as 30s.")
    private @Nullable Duration ackWait;

    @Override
    public Integer call() throws InterruptedException {
        try {
            ProxyFile file = config == null ? ProxyFile.EMPTY : ProxyFile.read(config);
            FaultPlan plan = planFile == null ? file.plan() : ProxyFile.plan(planFile);
            if (describe) {
                out().print(plan == null ? "no plan\n" : PlanPrinter.describe(plan));
                out().flush();
                return 0;
            }
            return run(file, plan);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(Objects.requireNonNull(spec).commandLine(), String.valueOf(e.getMessage()), e);
        } catch (UncheckedIOException e) {
            Objects.requireNonNull(spec).commandLine().getErr().println(e.getMessage());
            return FAILED;
        } catch (IOException e) {
            Objects.requireNonNull(spec).commandLine().getErr().println("cannot start: " + e.getMessage());
            return FAILED;
        }
    }

    private int run(ProxyFile file, @Nullable FaultPlan plan) throws IOException, InterruptedException {
        HostPort control = listen == null ? new HostPort(host, port) : HostPort.parse(listen);
        long chosen = chosenSeed(file, plan);
        CountDownLatch stop = new CountDownLatch(1);
        Signals.onEnd((_, _) -> stop.countDown());
        try (Recording recording = recording(chosen, file)) {
            boolean missed;
            FaultLedger ledger;
            try (FaultProxy proxy =
                    FaultProxy.start(control, chosen, file, plan, recording.history(), recording.protocols())) {
                ledger = proxy.ledger();
                String address =
                        proxy.address().getHostString() + ":" + proxy.address().getPort();
                out().println("fault-proxy listens on " + address + ", seed " + chosen);
                out().flush();
                stop.await();
                recording.rest(ledger);
                missed = proxy.missed();
            }
            recording.end();
            report(ledger);
            return missed ? NEVER_APPLIED : 0;
        }
    }

    private Recording recording(long chosen, ProxyFile file) {
        if (historyFile == null) {
            if (consumer != null || ackWait != null) {
                throw new IllegalArgumentException("--consumer and --ack-wait say how a --history is to be judged");
            }
            return Recording.none();
        }
        return Recording.begin(historyFile, chosen, options(file), judged());
    }

    private @Nullable JudgedConsumer judged() {
        if (consumer == null && ackWait == null) {
            return null;
        }
        if (consumer == null || ackWait == null) {
            throw new IllegalArgumentException("--consumer and --ack-wait go together");
        }
        return JudgedConsumer.of(consumer, ackWait);
    }

    private Map<String, String> options(ProxyFile file) {
        Map<String, String> options = new TreeMap<>(file.describe());
        if (config != null) {
            options.put("config", config.toString());
        }
        if (planFile != null) {
            options.put("plan", planFile.toString());
        }
        return options;
    }

    private long chosenSeed(ProxyFile file, @Nullable FaultPlan plan) {
        if (seed != null) {
            return seed;
        }
        if (file.seed() != null) {
            return file.seed();
        }
        return plan == null ? new SecureRandom().nextInt(Integer.MAX_VALUE) : plan.seed();
    }

    private void report(FaultLedger ledger) {
        for (FaultLedger.Account fault : ledger.accounts()) {
            String what = fault.applications() == 0
                    ? "NEVER APPLIED"
                    : "applied " + fault.applications() + " times, first: " + fault.firstWhat();
            out().println(fault.fault() + " (" + fault.kind() + " on " + fault.target() + "): " + what);
        }
        out().flush();
    }

    private PrintWriter out() {
        return Objects.requireNonNull(spec).commandLine().getOut();
    }

    /** Time spans as the services' settings have them. */
    private static final class DurationConverter implements ITypeConverter<Duration> {
        @Override
        public Duration convert(String text) {
            try {
                return Durations.parse(text);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException("'" + text + "' is no duration such as 30s");
            }
        }
    }
}
