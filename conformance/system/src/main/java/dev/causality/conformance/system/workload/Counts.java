package dev.causality.conformance.system.workload;

import java.util.concurrent.atomic.LongAdder;

/** Running numbers of a workload, for people who watch it. Thread-safe. */
public final class Counts {
    final LongAdder attempts = new LongAdder();
    final LongAdder events = new LongAdder();
    final LongAdder accepted = new LongAdder();
    final LongAdder refused = new LongAdder();
    final LongAdder unknown = new LongAdder();

    @Override
    public String toString() {
        return "%,d events in %,d attempts: %,d accepted, %,d refused, %,d without an answer that settles it"
                .formatted(events.sum(), attempts.sum(), accepted.sum(), refused.sum(), unknown.sum());
    }

    /** How many distinct events publishers have begun to send. */
    public long events() {
        return events.sum();
    }
}
