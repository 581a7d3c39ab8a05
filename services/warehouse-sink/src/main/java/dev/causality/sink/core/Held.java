package dev.causality.sink.core;

import dev.causality.events.Partition;
import dev.causality.kernel.Deadline;
import dev.causality.kernel.Kernel;
import dev.causality.kernel.telemetry.FlushCause;
import dev.causality.ports.Delivery;
import dev.causality.sink.config.SinkConfig;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Everything that one worker holds: entries in buffers by partition, suspects, work that waits for a slot, work in the hands
 * of store tasks; and the bounds on it. Not safe for use by several tasks.
 *
 * <p>Bytes are bounded as a whole. What fails has bounds of its own below that, so that it does not take the room of what
 * works: deliveries of failing partitions are sent back once {@link #failingFull} says so; burials, which hold no more than
 * an address, and without which no poison can make room for what stands behind it in the stream, are bounded by number.
 */
final class Held {

    private final Kernel kernel;
    private final SinkConfig config;
    private final LinkedHashMap<Partition, PartitionBuffer> buffers = new LinkedHashMap<>();
    private final Suspects suspects;
    private final List<Work.StoreRows> waitingRows = new ArrayList<>();
    private final ArrayDeque<Work.Bury> waitingBurials = new ArrayDeque<>();
    private final List<Work> running = new ArrayList<>();
    private long bufferedEntries;
    private long bufferedBytes;
    private long workBytes;
    private final TreeMap<Partition, Long> rowBytes = new TreeMap<>();

    Held(Kernel kernel, SinkConfig config) {
        this.kernel = kernel;
        this.config = config;
        this.suspects = new Suspects(
                kernel, config.delivery().ackWait(), config.batching().maxEvents());
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

    /** Puts a delivery among those that are tried alone. */
    void suspect(Partition partition, Delivery delivery) {
        suspects.add(partition, delivery);
        suspects.next(partition).ifPresent(this::await);
    }

    /**
     * Goes on with a partition's suspects once work of it has been answered.
     *
     * @param worked whether it was stored
     */
    void tried(Work.StoreRows work, boolean worked) {
        suspects.ended(work, worked);
        suspects.next(work.partition()).ifPresent(this::await);
    }

    /** Adds work that waits for a slot. */
    void await(Work work) {
        switch (work) {
            case Work.StoreRows rows -> waitingRows.add(rows);
            case Work.Bury bury -> waitingBurials.add(bury);
        }
        weigh(work, bytes(work));
    }

    /** The first waiting work that {@code free} has a slot for, now running. */
    Optional<Work> begin(Predicate<Work> free) {
        for (int i = 0; i < waitingRows.size(); i++) {
            if (free.test(waitingRows.get(i))) {
                return Optional.of(begun(waitingRows.remove(i)));
            }
        }
        // One burial is like another.
        if (!waitingBurials.isEmpty() && free.test(waitingBurials.getFirst())) {
            return Optional.of(begun(waitingBurials.removeFirst()));
        }
        return Optional.empty();
    }

    private Work begun(Work work) {
        running.add(work);
        return work;
    }

    void finished(Work work) {
        remove(running, work);
    }

    /** Gives up waiting work; its entries are no longer held. */
    void abandon(Work work) {
        switch (work) {
            case Work.StoreRows rows -> {
                remove(waitingRows, rows);
                tried(rows, false);
            }
            case Work.Bury bury -> remove(waitingBurials, bury);
        }
    }

    private void remove(Collection<? extends Work> from, Work work) {
        Iterator<? extends Work> some = from.iterator();
        while (some.hasNext()) {
            if (some.next().lease() == work.lease()) {
                some.remove();
                weigh(work, -bytes(work));
                return;
            }
        }
        throw new IllegalStateException("work that is not held: " + work);
    }

    private void weigh(Work work, long bytes) {
        workBytes += bytes;
        if (work instanceof Work.StoreRows rows) {
            long sum = rowBytes.getOrDefault(rows.partition(), 0L) + bytes;
            if (sum == 0) {
                rowBytes.remove(rows.partition());
            } else {
                rowBytes.put(rows.partition(), sum);
            }
        }
    }

    SequencedMap<Partition, PartitionBuffer> buffers() {
        return buffers;
    }

    Suspects suspects() {
        return suspects;
    }

    /** All that waits for a slot, as it is now. */
    List<Work> waiting() {
        List<Work> all = new ArrayList<>(waitingRows);
        all.addAll(waitingBurials);
        return all;
    }

    List<Work.StoreRows> waitingRows() {
        return waitingRows;
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

    /** Whether more may be pulled. */
    boolean hasRoom() {
        return bytes() < config.workerBufferBytes() && waitingBurials.size() < config.maxWaitingBurials();
    }

    /** Whether failing partitions hold so much that what comes of them had better come again later. */
    boolean failingFull(PartitionTroubles troubles) {
        long bound = config.maxFailingBytes();
        if (bytes() < bound) {
            return false;
        }
        long failing = 0;
        for (Partition partition : troubles.partitions()) {
            PartitionBuffer buffer = buffers.get(partition);
            failing += rowBytes.getOrDefault(partition, 0L)
                    + suspects.bytes(partition)
                    + (buffer == null ? 0 : buffer.bytes());
        }
        return failing >= bound;
    }

    /** Whether rows of a partition are held. */
    boolean holds(Partition partition) {
        return buffers.containsKey(partition) || rowBytes.containsKey(partition) || suspects.holds(partition);
    }

    boolean isEmpty() {
        return buffers.isEmpty()
                && suspects.isEmpty()
                && waitingRows.isEmpty()
                && waitingBurials.isEmpty()
                && running.isEmpty();
    }

    private long bytes() {
        return bufferedBytes + suspects.bytes() + workBytes;
    }

    Load.Share share(int failingPartitions) {
        return new Load.Share(
                bufferedEntries + suspects.size() + workEntries(),
                bytes(),
                buffers.size(),
                failingPartitions,
                oldest().map(Deadline::nanoTime).orElse(Long.MAX_VALUE));
    }

    /** When the oldest buffer was opened. */
    Optional<Deadline> oldest() {
        return buffers.values().stream().map(PartitionBuffer::opened).min(Comparator.naturalOrder());
    }

    private long workEntries() {
        long entries = waitingBurials.size();
        for (Work work : waitingRows) {
            entries += work.entries().size();
        }
        for (Work work : running) {
            entries += work.entries().size();
        }
        return entries;
    }

    private static long bytes(Work work) {
        long bytes = work instanceof Work.Bury bury ? bury.detail().length() : 0;
        for (Entry entry : work.entries()) {
            bytes += entry.heldBytes();
        }
        return bytes;
    }
}
