package dev.causality.sink.core;

import dev.causality.kernel.BoundedQueue;
import dev.causality.kernel.Cancellation;
import dev.causality.kernel.CancellationSource;
import dev.causality.kernel.Deadline;
import dev.causality.kernel.Kernel;
import dev.causality.kernel.Service;
import dev.causality.kernel.Task;
import dev.causality.ports.Delivery;
import dev.causality.ports.EventConsumer;
import dev.causality.ports.ObjectStore;
import dev.causality.ports.PortException;
import dev.causality.sink.config.SinkConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The warehouse sink: from the stream of events into files, acknowledging what is durable. Started on a kernel and ports,
 * real or simulated.
 */
public final class WarehouseSink implements Service {

    private static final Logger LOG = LoggerFactory.getLogger(WarehouseSink.class);

    /** Finished store tasks and fetches that may wait for a worker; more than there can be. */
    private static final int WORKER_QUEUE = 64;

    /** Fetches that a puller may be ahead of its worker. */
    private static final int FETCHES_AHEAD = 2;

    /** The percentage of a stop's time that the final flush may take. */
    private static final int FLUSH_PERCENT = 80;

    /** The percentage of a stop's time after which nothing is waited for any more. */
    private static final int LETTING_GO_PERCENT = 90;

    private final Kernel kernel;
    private final Health health;
    private final CancellationSource pulling;
    private final CancellationSource abandon;
    private final CancellationSource background;
    private final List<Running> workers = new ArrayList<>();
    private Optional<Companions> companions = Optional.empty();

    /** A worker with its tasks. */
    private record Running(EventConsumer consumer, BoundedQueue<WorkerEvent> events, Task puller, Task task) {}

    private WarehouseSink(Kernel kernel) {
        this.kernel = kernel;
        this.health = new Health(kernel);
        this.pulling = kernel.newCancellation();
        this.abandon = kernel.newCancellation();
        this.background = kernel.newCancellation();
    }

    /**
     * Opens the streams, then starts working.
     *
     * @throws PortException when a stream or consumer cannot be had, or contradicts the settings
     */
    public static WarehouseSink start(Kernel kernel, SinkPorts ports, SinkConfig config) {
        WarehouseSink sink = new WarehouseSink(kernel);
        Wiring wiring = Wiring.open(kernel, metered(kernel, ports), config, sink.health, sink.background);
        sink.companions = Optional.of(wiring.companions());
        sink.health.include(wiring.companions());
        for (EventConsumer consumer : wiring.consumers()) {
            sink.workers.add(sink.startWorker(sink.workers.size(), wiring.parts(), consumer));
        }
        kernel.start("monitor", () -> wiring.monitor().runUntil(sink.background));
        LOG.atInfo()
                .addKeyValue("stream", wiring.origin().stream())
                .addKeyValue("stream_created", wiring.origin().created())
                .addKeyValue("consumer", wiring.origin().consumer())
                .addKeyValue("workers", sink.workers.size())
                .log("warehouse sink started");
        return sink;
    }

    private static SinkPorts metered(Kernel kernel, SinkPorts ports) {
        ObjectStore store = new MeteredStore(kernel, ports.store(), ports.telemetry());
        return new SinkPorts(ports.streams(), store, ports.encoder(), ports.telemetry());
    }

    private Running startWorker(int number, SinkParts parts, EventConsumer consumer) {
        BoundedQueue<WorkerEvent> events = kernel.newQueue(WORKER_QUEUE);
        PullGate gate = new PullGate(kernel, FETCHES_AHEAD);
        Puller puller = new Puller(kernel, consumer, parts.config(), gate, events, health);
        Worker worker = new Worker(number, parts, consumer, gate, events, abandon);
        Task work = kernel.start("worker", () -> health.guard("worker", worker::run));
        Task pull = kernel.start("puller", () -> health.guard("puller", () -> puller.run(pulling)));
        return new Running(consumer, events, pull, work);
    }

    @Override
    public Optional<String> notReady() {
        return health.notReady();
    }

    @Override
    public Optional<String> failure() {
        return health.failure();
    }

    /**
     * Stops fetching; takes in what the server had sent by then; stores all that is held; waits until the last
     * acknowledgement is confirmed. What cannot be stored in time is left unanswered and will be delivered again.
     */
    @Override
    public Optional<String> stop(Deadline deadline) {
        health.stopping();
        Deadline flushed = part(deadline, FLUSH_PERCENT);
        Deadline letGo = part(deadline, LETTING_GO_PERCENT);
        BoundedQueue<Optional<String>> companionsLeft = kernel.newQueue(1);
        kernel.start("stop", () -> companionsLeft.offer(companions.flatMap(running -> running.stop(letGo))));
        pulling.cancel();
        for (Running running : workers) {
            running.puller().join(flushed);
            List<Delivery> late = running.consumer().stop(flushed);
            running.events().put(new WorkerEvent.Fetched(late, false), flushed, Cancellation.NEVER);
            running.events().put(new WorkerEvent.Drain(), flushed, Cancellation.NEVER);
        }
        long unfinished = workers.stream()
                .filter(running -> !running.task().join(flushed))
                .count();
        abandon.cancel();
        if (unfinished > 0) {
            workers.forEach(running -> running.task().join(letGo));
        }
        background.cancel();
        Optional<String> left = companionsLeft
                .poll(letGo, Cancellation.NEVER)
                .orElse(Optional.of("the capture of advisories, or the keeper, did not end"));
        if (unfinished > 0) {
            return Optional.of(unfinished + " of " + workers.size()
                    + " workers could not store what they held; it stays in the stream and will be delivered again");
        }
        return health.unconfirmed().or(() -> left);
    }

    private Deadline part(Deadline deadline, int percent) {
        return kernel.deadlineIn(
                deadline.remaining(kernel).multipliedBy(percent).dividedBy(100));
    }
}
