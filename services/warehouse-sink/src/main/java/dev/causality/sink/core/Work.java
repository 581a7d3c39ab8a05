package dev.causality.sink.core;

import dev.causality.deadletters.Reason;
import dev.causality.events.Partition;
import dev.causality.kernel.telemetry.FlushCause;
import java.util.List;

/** What a worker hands to a store task. The worker holds its lease, and answers its entries when the task is done. */
sealed interface Work {

    List<Entry> entries();

    Lease lease();

    /**
     * Rows to be stored in one object.
     *
     * @param entries of one partition, in order of sequence, each sequence once
     * @param cause why they are stored now
     * @param openedNanos when the first of them came, on the monotonic clock
     */
    record StoreRows(Partition partition, List<Entry> entries, Lease lease, FlushCause cause, long openedNanos)
            implements Work {}

    /** A message to be given up. */
    record Bury(Entry entry, Reason reason, String detail, Lease lease) implements Work {

        @Override
        public List<Entry> entries() {
            return List.of(entry);
        }
    }
}
