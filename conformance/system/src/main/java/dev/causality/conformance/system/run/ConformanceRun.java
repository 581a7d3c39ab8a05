package dev.causality.conformance.system.run;

import dev.causality.checkers.Judge;
import dev.causality.checkers.history.FaultEvent.FaultPlanned;
import dev.causality.checkers.history.HistoryFormat;
import dev.causality.checkers.history.HistoryWriter;
import dev.causality.checkers.history.RunEvent.Exercise;
import dev.causality.checkers.history.RunEvent.PhaseBegun;
import dev.causality.checkers.history.RunEvent.Quiescence;
import dev.causality.checkers.history.RunEvent.RunBegun;
import dev.causality.checkers.history.RunEvent.RunEnded;
import dev.causality.checkers.history.RunEvent.Scope;
import dev.causality.conformance.system.evidence.Bucket;
import dev.causality.conformance.system.evidence.StreamEvidence;
import dev.causality.conformance.system.evidence.UploadEvidence;
import dev.causality.conformance.system.evidence.WarehouseEvidence;
import dev.causality.conformance.system.observe.ConsumerSampler;
import dev.causality.conformance.system.observe.MetricsSampler;
import dev.causality.conformance.system.observe.NatsAccess;
import dev.causality.conformance.system.observe.Rest;
import dev.causality.conformance.system.plan.FaultPlanner;
import dev.causality.conformance.system.plan.RunPlan;
import dev.causality.conformance.system.plan.Seeds;
import dev.causality.conformance.system.stack.Links;
import dev.causality.conformance.system.stack.NativeStack;
import dev.causality.conformance.system.stack.ServiceProcess;
import dev.causality.conformance.system.stack.Services;
import dev.causality.conformance.system.stack.Stack;
import dev.causality.conformance.system.workload.AdminClient;
import dev.causality.conformance.system.workload.PoisonSource;
import dev.causality.conformance.system.workload.Workload;
import dev.causality.faults.proxy.tap.Taps;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** One run, from an empty folder to a complete history in it. Not thread-safe; used once. */
public final class ConformanceRun {
    private static final Duration HTTP_CONNECT = Duration.ofSeconds(1);
    private static final Duration FINISH = Duration.ofSeconds(30);
    private static final Duration REST_LIMIT = Duration.ofSeconds(90);
    private static final Duration EXIT_LIMIT = Services.SHUTDOWN.plusSeconds(5);
    private static final Duration REPORT_INTERVAL = Duration.ofSeconds(10);

    /** A run in which clients managed less than this share of what they wanted to send shows too little. */
    private static final double LEAST_SHARE = 0.2;

    private static final String STREAM_CREATED = "causality.stream_created";

    private final RunOptions options;
    private final Progress progress;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(HTTP_CONNECT).build();
    private final Seeds seeds;
    private final RunPlan plan;
    private final Workload workload;

    /** Draws the run; nothing is started yet. */
    public ConformanceRun(RunOptions options, Progress progress) {
        this.options = options;
        this.progress = progress;
        this.seeds = new Seeds(options.seed());
        this.plan = new FaultPlanner(seeds, Services.sinkNames(), Services.ACK_WAIT).plan(options.duration());
        this.workload = new Workload(seeds, options.eventsPerSecond());
    }

    /** What was drawn from the seed: the faults. */
    public RunPlan plan() {
        return plan;
    }

    /** What was drawn from the seed: the clients, one line each. */
    public List<String> clients() {
        return workload.describe();
    }

    /**
     * Runs.
     *
     * @throws IOException when something that is not under test fails, such as reading back
     * @throws RuntimeException likewise; services that do not start are a ServerStartException
     */
    public void execute() throws IOException, InterruptedException {
        Instant startedAt = Instant.now();
        try (HistoryWriter history = HistoryWriter.create(options.history())) {
            progress.say("starting the servers");
            try (Stack stack = NativeStack.start(options.data())) {
                history.append(at -> begun(at, startedAt, stack));
                stack.attach(history);
                plan.steps()
                        .forEach(step -> history.append(at -> new FaultPlanned(
                                at,
                                step.name(),
                                step.kind(),
                                step.target(),
                                step.start().toMillis(),
                                step.duration().toMillis())));
                progress.say("stack: " + stack.versions() + ", " + stack.natsUrl() + ", " + stack.store());
                onStack(stack, history);
            }
            history.append(RunEnded::new);
        }
    }

    private void onStack(Stack stack, HistoryWriter history) throws IOException, InterruptedException {
        Taps taps = new Taps(history, Files.createDirectories(options.puts()));
        try (Links links = Links.open(stack, Services.names(), Services.sinkNames(), taps, plan.faults())) {
            throughLinks(stack, links, history);
        }
        try (NatsAccess nats = NatsAccess.connect(stack.natsUrl())) {
            read(stack, nats, taps, history);
        }
    }

    private void throughLinks(Stack stack, Links links, HistoryWriter history)
            throws IOException, InterruptedException {
        Services services = Services.on(stack, links, options.jars(), options.logs(), history, http);
        try (NatsAccess nats = NatsAccess.connect(stack.natsUrl())) {
            progress.say("starting the gateway and " + services.sinks().size() + " sinks");
            startAll(services);
            work(stack, services, links, nats, history);
            services.all().forEach(service -> service.terminate(EXIT_LIMIT));
        } finally {
            services.all().stream().filter(ServiceProcess::isAlive).forEach(ServiceProcess::kill);
        }
    }

    private void work(Stack stack, Services services, Links links, NatsAccess nats, HistoryWriter history)
            throws IOException, InterruptedException {
        try (ConsumerSampler consumer = ConsumerSampler.start(nats, Services.STREAM, Services.CONSUMER, history);
                MetricsSampler metrics = MetricsSampler.start(services.all(), http, Metrics::areKept, history)) {
            String created = NatsAccess.created(nats.stream(Services.STREAM)
                    .orElseThrow(() ->
                            new IOException("the services are ready, but there is no stream " + Services.STREAM)));
            PoisonSource poison = new PoisonSource(seeds.fork("poison"), nats.connection(), created, history);
            FaultRunner faults = new FaultRunner(stack, services, links, consumer, metrics, poison, history, progress);

            phase("workload", history);
            long beganNanos = System.nanoTime();
            workload.start(services.api(), new AdminClient(http, services.api(), Services.ADMIN_TOKEN), history);
            Thread reporter = Thread.ofVirtual().name("reporter").start(() -> report(consumer, metrics));
            faults.carryOut(plan);
            workload.work(plan.duration().minus(Duration.ofNanos(System.nanoTime() - beganNanos)));
            reporter.interrupt();

            phase("heal", history);
            services.all().stream().filter(service -> !service.isAlive()).forEach(ServiceProcess::start);
            workload.finish(FINISH);

            phase("quiesce", history);
            Quiescence rest = Rest.await(consumer, REST_LIMIT, history);
            progress.say(rest.reached() ? "everything has come to rest" : "no rest: " + rest.detail());
            metrics.sampleAll();
        }
    }

    /** The gateway first: it makes the stream. Then the sinks, at once. */
    private static void startAll(Services services) throws IOException, InterruptedException {
        services.gateway().start();
        try (ExecutorService atOnce = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<?> start : services.sinks().stream()
                    .<Future<?>>map(sink -> atOnce.submit(sink::start))
                    .toList()) {
                start.get();
            }
        } catch (ExecutionException e) {
            throw new IOException("a sink does not start: " + e.getMessage(), e);
        }
    }

    private void report(ConsumerSampler consumer, MetricsSampler metrics) {
        try {
            while (true) {
                Thread.sleep(REPORT_INTERVAL);
                progress.say("%s; %,d unacknowledged, %,d redeliveries, %.0f requests to the store failed"
                        .formatted(
                                workload.counts(),
                                consumer.unacknowledged(),
                                consumer.redeliveries(),
                                metrics.total(Metrics.STORE_FAILURES)));
            }
        } catch (InterruptedException theWorkloadIsOver) {
            Thread.currentThread().interrupt();
        }
    }

    private void read(Stack stack, NatsAccess nats, Taps taps, HistoryWriter history)
            throws IOException, InterruptedException {
        phase("read", history);
        long carried = new UploadEvidence(options.puts(), history).read(taps.completedPuts());
        try (Bucket bucket = new Bucket(stack.store())) {
            WarehouseEvidence.Found warehouse =
                    new WarehouseEvidence(bucket, Services.PREFIX, STREAM_CREATED, history).read(options.data());
            StreamEvidence streams = new StreamEvidence(nats.connection(), history);
            long messages = streams.readEvents(Services.STREAM);
            long dead = streams.readDeadLetters(Services.DEAD_LETTERS, bucket::get);
            progress.say("read %,d uploads, %,d objects with %,d rows, %,d messages, %,d dead letters"
                    .formatted(carried, warehouse.objects(), warehouse.rows(), messages, dead));
        }
    }

    private void phase(String name, HistoryWriter history) {
        history.append(at -> new PhaseBegun(at, name));
        progress.say("phase: " + name);
    }

    private RunBegun begun(long at, Instant startedAt, Stack stack) {
        Map<String, String> versions = new TreeMap<>(stack.versions());
        versions.put("java", System.getProperty("java.vendor.version", "") + " " + Runtime.version());
        Map<String, String> drawn = new TreeMap<>(options.described());
        drawn.put("stack", "native");
        drawn.put("sinks", Integer.toString(Services.sinkNames().size()));
        drawn.put("ackWait", Services.ACK_WAIT.toSeconds() + "s");
        drawn.put("flush", Services.FLUSH.toSeconds() + "s");
        List<String> clients = clients();
        for (int i = 0; i < clients.size(); i++) {
            drawn.put("client%02d".formatted(i), clients.get(i));
        }
        return new RunBegun(
                at,
                HistoryFormat.VERSION,
                "system",
                options.seed(),
                Commit.of(options.root()),
                startedAt.toString(),
                versions,
                drawn,
                scope());
    }

    private Scope scope() {
        return new Scope(
                Judge.invariants(),
                List.of(Exercise.values()),
                (long) (options.eventsPerSecond() * options.duration().toSeconds() * LEAST_SHARE),
                Services.STREAM,
                Services.CONSUMER,
                Services.FILTER,
                Services.ACK_WAIT.toMillis(),
                Services.SHUTDOWN.toMillis(),
                Metrics.STORE_FAILURES);
    }
}
