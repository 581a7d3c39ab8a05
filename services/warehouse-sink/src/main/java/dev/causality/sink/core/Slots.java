package dev.causality.sink.core;

import java.util.List;

/**
 * How many store tasks a worker may have at once, by kind, so that what fails cannot take the place of what works: healthy
 * partitions, failing partitions, and burials each have slots of their own.
 */
record Slots(int healthy, PartitionTroubles troubles) {

    /** Failing partitions are tried one batch at a time. */
    private static final int FAILING = 1;

    /** Burials write one small object each. */
    private static final int BURIALS = 4;

    /** Whether {@code work} may run beside {@code running}. */
    boolean free(Work work, List<Work> running) {
        return switch (work) {
            case Work.Bury _ ->
                running.stream().filter(Work.Bury.class::isInstance).count() < BURIALS;
            case Work.StoreRows rows when troubles.failing(rows.partition()) -> count(running, true) < FAILING;
            case Work.StoreRows rows ->
                count(running, false) < healthy && samePartition(rows, running) < perPartition();
        };
    }

    /** Whether few batches of healthy partitions wait for a slot. */
    boolean queueIsShort(List<Work.StoreRows> waiting) {
        return count(waiting, false) < healthy;
    }

    /** One partition that has just begun to fail must not hold all slots while that is found out. */
    private long perPartition() {
        return Math.max(1, healthy - 1);
    }

    private long count(List<? extends Work> running, boolean failing) {
        return running.stream()
                .filter(work -> work instanceof Work.StoreRows rows && troubles.failing(rows.partition()) == failing)
                .count();
    }

    private static long samePartition(Work.StoreRows rows, List<Work> running) {
        return running.stream()
                .filter(work -> work instanceof Work.StoreRows other
                        && other.partition().equals(rows.partition()))
                .count();
    }
}
