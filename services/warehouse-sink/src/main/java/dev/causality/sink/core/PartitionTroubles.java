package dev.causality.sink.core;

import dev.causality.events.Partition;
import dev.causality.kernel.Deadline;
import java.time.Duration;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/**
 * Which partitions fail although the store works, and how many of their messages were sent back with a delay. Such
 * messages go on counting against the consumer's pending limit, so a partition may have only so many of them, and all
 * partitions together as well; what goes beyond is given up, oldest first.
 *
 * <p>A message that was sent back may come to another instance, of which nothing is heard here: it stops counting when its
 * delay and an ack wait are over. A partition is failing from its first failure on until one of its messages is stored, or
 * until none of them is held or delayed here any more. Not safe for use by several tasks.
 */
final class PartitionTroubles {

    /**
     * After so many messages in a row that failed alone the partition itself is what fails, and not its messages: one or two
     * messages that the store refuses must not take their neighbours along.
     */
    static final int FAILED_AS_A_WHOLE = 3;

    private final LongSupplier nanoTime;
    private final int maxDelayed;
    private final int maxDelayedInAll;
    private final Duration ackWait;
    private final NavigableMap<Partition, Trouble> troubles = new TreeMap<>();
    private int delayedInAll;

    /** One partition's. */
    private static final class Trouble {
        /** When each message that was sent back has surely been delivered again, by sequence. */
        final Map<Long, Deadline> delayed = new TreeMap<>();

        int failedAlone;
    }

    /**
     * Without troubles.
     *
     * @param nanoTime the kernel's monotonic clock
     * @param maxDelayed messages of one partition that may be sent back and not yet have returned
     * @param maxDelayedInAll the same of all partitions
     */
    PartitionTroubles(LongSupplier nanoTime, int maxDelayed, int maxDelayedInAll, Duration ackWait) {
        this.nanoTime = nanoTime;
        this.maxDelayed = maxDelayed;
        this.maxDelayedInAll = maxDelayedInAll;
        this.ackWait = ackWait;
    }

    boolean failing(Partition partition) {
        return troubles.containsKey(partition);
    }

    /** How many partitions are failing. */
    int count() {
        return troubles.size();
    }

    Iterable<Partition> partitions() {
        return troubles.navigableKeySet();
    }

    void worked(Partition partition) {
        Trouble trouble = troubles.remove(partition);
        if (trouble != null) {
            delayedInAll -= trouble.delayed.size();
        }
    }

    /** A message of the partition failed in a file of its own. */
    void failedAlone(Partition partition) {
        trouble(partition).failedAlone++;
    }

    /** Whether the partition refuses whatever is tried, as far as single messages can tell. */
    boolean failsAsAWhole(Partition partition) {
        Trouble trouble = troubles.get(partition);
        return trouble != null && trouble.failedAlone >= FAILED_AS_A_WHOLE;
    }

    /** A message has come back, perhaps one of a failing partition. */
    void returned(Partition partition, long sequence) {
        Trouble trouble = troubles.get(partition);
        if (trouble != null && trouble.delayed.remove(sequence) != null) {
            delayedInAll--;
        }
    }

    /** Whether a message may be sent back with a delay; if so it counts until it returns, or would have returned. */
    boolean mayDelay(Partition partition, long sequence, Duration delay) {
        Trouble trouble = trouble(partition);
        if (!trouble.delayed.containsKey(sequence)) {
            if (trouble.delayed.size() >= maxDelayed || delayedInAll >= maxDelayedInAll) {
                return false;
            }
            delayedInAll++;
        }
        long over = nanoTime.getAsLong() + delay.plus(ackWait).toNanos();
        trouble.delayed.put(sequence, new Deadline(over));
        return true;
    }

    /**
     * Forgets messages that came back elsewhere, and partitions of which nothing is left.
     *
     * @param held whether messages of a partition are held here
     */
    void forget(Predicate<Partition> held) {
        if (troubles.isEmpty()) {
            return;
        }
        Deadline now = new Deadline(nanoTime.getAsLong());
        delayedInAll = 0;
        for (Trouble trouble : troubles.values()) {
            trouble.delayed.values().removeIf(over -> over.compareTo(now) <= 0);
            delayedInAll += trouble.delayed.size();
        }
        troubles.entrySet().removeIf(entry -> entry.getValue().delayed.isEmpty() && !held.test(entry.getKey()));
    }

    private Trouble trouble(Partition partition) {
        return troubles.computeIfAbsent(partition, _ -> new Trouble());
    }
}
