package dev.causality.sink.core;

import dev.causality.ports.Delivery;
import java.util.List;

/** What reaches a worker through its queue. */
sealed interface WorkerEvent {

    /**
     * Deliveries to take in.
     *
     * @param permitted whether they used up a permit of the worker's {@link PullGate}
     */
    record Fetched(List<Delivery> deliveries, boolean permitted) implements WorkerEvent {}

    /** A store task has finished: the verdicts on all of its entries, by sequence. */
    record Finished(Work work, Verdicts verdicts) implements WorkerEvent {}

    /** Nothing more is fetched: store all that is held, then end. */
    record Drain() implements WorkerEvent {}

    /** Something else has changed, such as the store being back: look again. */
    record Wake() implements WorkerEvent {}
}
