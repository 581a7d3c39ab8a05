package dev.causality.sink.core;

import dev.causality.events.Partition;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Which partitions fail although the store works, and how many of their messages were sent back with a delay. Such
 * messages go on counting against the consumer's pending limit, so a partition may have only so many of them; what goes
 * beyond is given up, oldest first. Not safe for use by several tasks.
 */
final class PartitionTroubles {

    private final int maxDelayed;
    private final Map<Partition, TreeSet<Long>> delayed = new TreeMap<>();

    PartitionTroubles(int maxDelayed) {
        this.maxDelayed = maxDelayed;
    }

    boolean failing(Partition partition) {
        return delayed.containsKey(partition);
    }

    int count() {
        return delayed.size();
    }

    void worked(Partition partition) {
        delayed.remove(partition);
    }

    /** A message of a failing partition has come back. */
    void returned(Partition partition, long sequence) {
        TreeSet<Long> sequences = delayed.get(partition);
        if (sequences != null) {
            sequences.remove(sequence);
        }
    }

    /** Whether a message may be sent back with a delay; if so it counts until it returns. */
    boolean mayDelay(Partition partition, long sequence) {
        TreeSet<Long> sequences = delayed.computeIfAbsent(partition, _ -> new TreeSet<>());
        return sequences.size() < maxDelayed && sequences.add(sequence);
    }
}
