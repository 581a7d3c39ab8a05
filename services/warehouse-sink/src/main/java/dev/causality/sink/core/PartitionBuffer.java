package dev.causality.sink.core;

import dev.causality.kernel.Deadline;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The entries of one partition that wait to be stored. Not safe for use by several tasks. */
final class PartitionBuffer {

    private static final Comparator<Entry> BY_SEQUENCE_NEWEST_DELIVERY_LAST =
            Comparator.comparingLong(Entry::sequence).thenComparingLong(Entry::deliveryCount);

    private final Lease lease;
    private final long openedNanos;
    private List<Entry> entries = new ArrayList<>();
    private long bytes;

    /**
     * A buffer with its first delivery.
     *
     * @param openedNanos when that came, on the monotonic clock
     */
    PartitionBuffer(Lease lease, long openedNanos) {
        this.lease = lease;
        this.openedNanos = openedNanos;
    }

    void add(Entry entry) {
        entries.add(entry);
        bytes += entry.heldBytes();
    }

    int size() {
        return entries.size();
    }

    long bytes() {
        return bytes;
    }

    List<Entry> entries() {
        return entries;
    }

    /** Of all entries: the oldest decides. */
    Lease lease() {
        return lease;
    }

    Deadline opened() {
        return new Deadline(openedNanos);
    }

    /**
     * The entries in order of their sequences, each sequence once: of two deliveries of one message the later one, for
     * the earlier one's lease is over.
     */
    List<Entry> drain() {
        entries.sort(BY_SEQUENCE_NEWEST_DELIVERY_LAST);
        List<Entry> unique = new ArrayList<>(entries.size());
        for (Entry entry : entries) {
            if (!unique.isEmpty() && unique.getLast().sequence() == entry.sequence()) {
                unique.removeLast();
            }
            unique.add(entry);
        }
        entries = new ArrayList<>();
        bytes = 0;
        return unique;
    }
}
