package dev.causality.sink.core;

import dev.causality.events.Partition;
import dev.causality.kernel.Deadline;
import dev.causality.kernel.Kernel;
import dev.causality.kernel.telemetry.FlushCause;
import dev.causality.ports.Delivery;
import dev.causality.sink.config.SinkConfig;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Predicate;

/**
 * Everything that one worker holds: entries in buffers by partition, work that waits for a slot, work in the hands of
 * store tasks; and the bounds on it. Not safe for use by several tasks.
 */
final class Held {

    private final Kernel kernel;
    private final SinkConfig config;
    private final LinkedHashMap<Partition, PartitionBuffer> buffers = new LinkedHashMap<>();
    private final List<Work> waiting = new ArrayList<>();
    private final List<Work> running = new ArrayList<>();
    private long bufferedEntries;
    private long bufferedBytes;
    private long workBytes;

    Held(Kernel kernel, SinkConfig config) {
        this.kernel = kernel;
        this.config = config;
    }

    /** Puts a delivery into its partition's buffer. */
    PartitionBuffer buffer(Partition partition, Delivery delivery) {
        PartitionBuffer buffer = buffers.computeIfAbsent(
                partition,
                _ -> new PartitionBuffer(
                        new Lease(kernel, config.delivery().ackWait(), delivery.notSentBefore()), kernel.nanoTime()));
        Entry entry = Entry.of(delivery);
        buffer.lease().include(delivery.notSentBefore());
        buffer.add(entry);
        bufferedEntries++;
        bufferedBytes += entry.heldBytes();
        return buffer;
    }

    /** Takes a partition's buffer away, as work that waits for a slot. */
    void release(Partition partition, PartitionBuffer buffer, FlushCause cause) {
        buffers.remove(partition);
        bufferedEntries -= buffer.size();
        bufferedBytes -= buffer.bytes();
        await(new Work.StoreRows(
                partition,
                buffer.drain(),
                buffer.lease(),
                cause,
                buffer.opened().nanoTime()));
    }

    /** Lets go of a buffer whose lease is over; answers how many entries it had. */
    int drop(Partition partition) {
        PartitionBuffer buffer = buffers.remove(partition);
        if (buffer == null) {
            return 0;
        }
        bufferedEntries -= buffer.size();
        bufferedBytes -= buffer.bytes();
        return buffer.size();
    }

    /** Adds work that waits for a slot. */
    void await(Work work) {
        waiting.add(work);
        workBytes += bytes(work);
    }

    /** The first waiting work that {@code free} has a slot for, now running. */
    Optional<Work> begin(Predicate<Work> free) {
        for (int i = 0; i < waiting.size(); i++) {
            Work work = waiting.get(i);
            if (free.test(work)) {
                waiting.remove(i);
                running.add(work);
                return Optional.of(work);
            }
        }
        return Optional.empty();
    }

    void finished(Work work) {
        removeFrom(running, work);
    }

    /** Gives up waiting work; its entries are no longer held. */
    void abandon(Work work) {
        removeFrom(waiting, work);
    }

    private void removeFrom(List<Work> list, Work work) {
        for (int i = 0; i < list.size(); i++) {
            if (list.get(i).lease() == work.lease()) {
                list.remove(i);
                workBytes -= bytes(work);
                return;
            }
        }
        throw new IllegalStateException("work that is not held: " + work);
    }

    SequencedMap<Partition, PartitionBuffer> buffers() {
        return buffers;
    }

    List<Work> waiting() {
        return waiting;
    }

    List<Work> running() {
        return running;
    }

    /** The partition with the most buffered bytes. */
    Optional<Partition> largest() {
        return buffers.entrySet().stream()
                .max(Comparator.comparingLong(entry -> entry.getValue().bytes()))
                .map(java.util.Map.Entry::getKey);
    }

    /** Whether buffers take so much that the largest should go before its time. */
    boolean crowded() {
        return bufferedBytes > config.earlyFlushBytes() || bufferedEntries > config.earlyFlushEntries();
    }

    boolean hasRoom() {
        return bufferedBytes + workBytes < config.workerBufferBytes();
    }

    boolean isEmpty() {
        return buffers.isEmpty() && waiting.isEmpty() && running.isEmpty();
    }

    Load.Share share(int failingPartitions) {
        return new Load.Share(
                bufferedEntries + workEntries(),
                bufferedBytes + workBytes,
                buffers.size(),
                failingPartitions,
                oldest().map(Deadline::nanoTime).orElse(Long.MAX_VALUE));
    }

    /** When the oldest buffer was opened. */
    Optional<Deadline> oldest() {
        return buffers.values().stream().map(PartitionBuffer::opened).min(Comparator.naturalOrder());
    }

    private long workEntries() {
        long entries = 0;
        for (Work work : waiting) {
            entries += work.entries().size();
        }
        for (Work work : running) {
            entries += work.entries().size();
        }
        return entries;
    }

    private static long bytes(Work work) {
        long bytes = 0;
        for (Entry entry : work.entries()) {
            bytes += entry.heldBytes();
        }
        return bytes;
    }
}
