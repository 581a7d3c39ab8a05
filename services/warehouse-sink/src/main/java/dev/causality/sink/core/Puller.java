package dev.causality.sink.core;

import dev.causality.kernel.BoundedQueue;
import dev.causality.kernel.Cancellation;
import dev.causality.kernel.Deadline;
import dev.causality.kernel.Kernel;
import dev.causality.ports.EventConsumer;
import dev.causality.ports.EventConsumer.FetchOutcome;
import dev.causality.sink.config.SinkConfig;
import java.time.Duration;

/** Fetches for one worker until cancelled: the body of a task. */
final class Puller {

    /** How long one fetch waits for messages. */
    private static final Duration FETCH_WAIT = Duration.ofSeconds(5);

    /** Between fetches while the server cannot be reached. */
    private static final Duration UNAVAILABLE_PAUSE = Duration.ofMillis(500);

    /** One fetch may bring this part of what its worker may hold. */
    private static final int FETCH_BYTES_FRACTION = 8;

    private final Kernel kernel;
    private final EventConsumer consumer;
    private final SinkConfig config;
    private final PullGate gate;
    private final BoundedQueue<WorkerEvent> events;
    private final Health health;

    Puller(
            Kernel kernel,
            EventConsumer consumer,
            SinkConfig config,
            PullGate gate,
            BoundedQueue<WorkerEvent> events,
            Health health) {
        this.kernel = kernel;
        this.consumer = consumer;
        this.config = config;
        this.gate = gate;
        this.events = events;
        this.health = health;
    }

    void run(Cancellation cancellation) {
        while (gate.await(cancellation)) {
            switch (consumer.fetch(
                    config.batching().fetchBatchSize(),
                    config.workerBufferBytes() / FETCH_BYTES_FRACTION,
                    kernel.deadlineIn(FETCH_WAIT),
                    cancellation)) {
                case FetchOutcome.Fetched(var deliveries) ->
                    // Not cancellable: what was fetched must reach the worker, which takes in all that is in its queue.
                    events.put(new WorkerEvent.Fetched(deliveries, true), Deadline.NEVER, Cancellation.NEVER);
                case FetchOutcome.Unavailable _ -> {
                    gate.release();
                    kernel.sleep(UNAVAILABLE_PAUSE, cancellation);
                }
                case FetchOutcome.Gone(String detail) -> {
                    health.fail("the consumer " + consumer.spec().name() + " of the stream "
                            + config.streams().events() + " is gone: " + detail
                            + "; find out who removed it, then restart the sink");
                    return;
                }
            }
        }
    }
}
