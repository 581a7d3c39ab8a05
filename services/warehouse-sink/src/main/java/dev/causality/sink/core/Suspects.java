package dev.causality.sink.core;

import dev.causality.deadletters.Reason;
import dev.causality.events.Partition;
import dev.causality.kernel.Kernel;
import dev.causality.kernel.telemetry.FlushCause;
import dev.causality.ports.Delivery;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.function.BiPredicate;

/**
 * Messages of failing partitions that have been delivered so often that they are tried alone before they are given up. Each
 * partition has one trial under way at a time, of a single message at first, the oldest.
 *
 * <p>A trial takes as long as several attempts at the store, and there may be thousands of suspects. So a trial that works
 * makes the next one of its partition twice as large, and one that fails makes it a single message again: a partition that
 * has healed is stored in few files, and a bad message among good ones is soon alone. Where one message after the other
 * fails alone it is the partition that fails, beyond its budget, and the rest is given up without a trial of its own
 * ({@link #giveUp}). Sending them back instead would spend their deliveries, and give them up in the end all the same.
 *
 * <p>Not safe for use by several tasks.
 */
final class Suspects {

    private final Kernel kernel;
    private final Duration ackWait;
    private final int maxRows;
    private final SequencedMap<Partition, Group> groups = new LinkedHashMap<>();

    /** One partition's, under one lease: the oldest delivery decides. */
    private static final class Group {
        final TreeMap<Long, Entry> entries = new TreeMap<>();
        Lease lease;
        int rowsOfNext = 1;
        Optional<Lease> trial = Optional.empty();
        long bytes;

        Group(Lease lease) {
            this.lease = lease;
        }

        Entry pollOldest() {
            Entry entry = entries.pollFirstEntry().getValue();
            bytes -= entry.heldBytes();
            return entry;
        }

        boolean isEmpty() {
            return entries.isEmpty() && trial.isEmpty();
        }
    }

    /** @param maxRows messages in a trial, at most */
    Suspects(Kernel kernel, Duration ackWait, int maxRows) {
        this.kernel = kernel;
        this.ackWait = ackWait;
        this.maxRows = maxRows;
    }

    /** Adds a delivery; a later delivery of a message takes the place of an earlier one. */
    void add(Partition partition, Delivery delivery) {
        Lease lease = new Lease(kernel, ackWait, delivery.notSentBefore());
        Group group = groups.computeIfAbsent(partition, _ -> new Group(lease));
        if (group.entries.isEmpty()) {
            group.lease = lease;
        }
        group.lease.include(delivery.notSentBefore());
        Entry entry = Entry.of(delivery);
        Entry earlier = group.entries.put(entry.sequence(), entry);
        group.bytes += entry.heldBytes() - (earlier == null ? 0 : earlier.heldBytes());
    }

    /** The next trial of a partition; none while one is under way. */
    Optional<Work.StoreRows> next(Partition partition) {
        Group group = groups.get(partition);
        if (group == null || group.trial.isPresent() || group.entries.isEmpty()) {
            return Optional.empty();
        }
        Lease lease = group.lease.copy();
        List<Entry> entries = new ArrayList<>();
        while (entries.size() < group.rowsOfNext && !group.entries.isEmpty()) {
            entries.add(group.pollOldest());
        }
        group.trial = Optional.of(lease);
        return Optional.of(new Work.StoreRows(partition, entries, lease, FlushCause.SIZE, kernel.nanoTime()));
    }

    /** Work has ended. If it was a trial its partition may have another. */
    void ended(Work.StoreRows work, boolean worked) {
        Group group = groups.get(work.partition());
        if (group != null && group.trial.isPresent() && group.trial.get() == work.lease()) {
            group.trial = Optional.empty();
            group.rowsOfNext = worked ? Math.min(maxRows, 2 * work.entries().size()) : 1;
            remove(work.partition(), group);
        }
    }

    /** Gives up all of a partition that are not on trial. */
    List<Work> giveUp(Partition partition, String detail) {
        Group group = groups.get(partition);
        if (group == null) {
            return List.of();
        }
        List<Work> burials = new ArrayList<>(group.entries.size());
        while (!group.entries.isEmpty()) {
            Entry entry = group.pollOldest().withoutEnvelope();
            burials.add(new Work.Bury(entry, Reason.PARTITION_FAILED, detail, group.lease.copy()));
        }
        remove(partition, group);
        return burials;
    }

    /**
     * Keeps those whose lease can be renewed.
     *
     * @param renew false when the lease was over
     * @return how many were let go
     */
    int renew(BiPredicate<Lease, List<Entry>> renew) {
        int letGo = 0;
        for (Group group : groups.values()) {
            if (!group.entries.isEmpty() && !renew.test(group.lease, List.copyOf(group.entries.values()))) {
                letGo += group.entries.size();
                group.entries.clear();
                group.bytes = 0;
            }
        }
        groups.values().removeIf(Group::isEmpty);
        return letGo;
    }

    private void remove(Partition partition, Group group) {
        if (group.isEmpty()) {
            groups.remove(partition);
        }
    }

    boolean holds(Partition partition) {
        return groups.containsKey(partition);
    }

    long bytes(Partition partition) {
        Group group = groups.get(partition);
        return group == null ? 0 : group.bytes;
    }

    boolean isEmpty() {
        return groups.isEmpty();
    }

    long size() {
        return groups.values().stream().mapToLong(group -> group.entries.size()).sum();
    }

    /** Bytes of those that are not on trial. */
    long bytes() {
        return groups.values().stream().mapToLong(group -> group.bytes).sum();
    }
}
