package dev.causality.faults.sim.world.jetstream;

import java.util.LinkedHashSet;
import java.util.Map;
import java.util.TreeMap;

/** Messages that are to be delivered again: which are due, in their order, and how often each was delivered again. */
final class Repeats {

    private final LinkedHashSet<Long> due = new LinkedHashSet<>();
    private final TreeMap<Long, Long> counts = new TreeMap<>();

    boolean anyDue() {
        return !due.isEmpty();
    }

    int due() {
        return due.size();
    }

    boolean isDue(long sequence) {
        return due.contains(sequence);
    }

    void makeDue(long sequence) {
        due.add(sequence);
    }

    void notDue(long sequence) {
        due.remove(sequence);
    }

    long takeFirst() {
        return due.removeFirst();
    }

    void noneDue() {
        due.clear();
    }

    /** Those below are not due any more; their counts stay. */
    void dueFrom(long sequence) {
        due.removeIf(earlier -> earlier < sequence);
    }

    /** Counts another delivery. @return which delivery of the message it is */
    long countAgain(long sequence) {
        return counts.merge(sequence, 1L, Long::sum) + 1;
    }

    /** The last one counted was none. */
    void takeBack(long sequence) {
        counts.computeIfPresent(sequence, (same, count) -> count > 1 ? count - 1 : null);
    }

    /** How often it was delivered again; 0 for one that was delivered once. */
    long times(long sequence) {
        return counts.getOrDefault(sequence, 0L);
    }

    void setTimes(long sequence, long times) {
        counts.put(sequence, times);
    }

    /** Nothing is known of it any more. */
    void forget(long sequence) {
        due.remove(sequence);
        counts.remove(sequence);
    }

    void forgetCountsBelow(long sequence) {
        counts.headMap(sequence).clear();
    }

    void forgetCountsAbove(long sequence) {
        counts.tailMap(sequence, false).clear();
    }

    void forgetCounts() {
        counts.clear();
    }

    /** How many messages were delivered more than once. */
    int messages() {
        return counts.size();
    }

    Map<Long, Long> counts() {
        return counts;
    }

    /** After a restart: these counts, and nothing is due. */
    void restore(Map<Long, Long> written) {
        due.clear();
        counts.clear();
        counts.putAll(written);
    }
}
