package dev.causality.sink.core;

import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The verdicts on the entries of one work, by sequence. Nearly always all entries have the same one, which then is held
 * once. Not safe for use by several tasks: a store task fills it, and hands it over.
 */
final class Verdicts {

    private final NavigableMap<Long, Verdict> single = new TreeMap<>();
    private Optional<Verdict> others = Optional.empty();

    /** Decides one entry. */
    void decide(long sequence, Verdict verdict) {
        single.put(sequence, verdict);
    }

    /** Decides all entries that have not been decided one by one. */
    void decideOthers(Verdict verdict) {
        others = Optional.of(verdict);
    }

    boolean isDecidedAlone(long sequence) {
        return !single.isEmpty() && single.containsKey(sequence);
    }

    /** The verdict on an entry; an {@link IllegalStateException} says that there is none. */
    Verdict of(long sequence) {
        Verdict verdict = single.isEmpty() ? null : single.get(sequence);
        return verdict != null
                ? verdict
                : others.orElseThrow(() -> new IllegalStateException("no verdict on sequence " + sequence));
    }

    /** A verdict that has its messages delivered again, if there is one: the reason for all of them, as a rule. */
    Optional<Verdict.Retry> firstRetry() {
        return others.filter(Verdict.Retry.class::isInstance)
                .or(() -> single.values().stream()
                        .filter(Verdict.Retry.class::isInstance)
                        .findFirst())
                .map(Verdict.Retry.class::cast);
    }

    @Override
    public String toString() {
        return single + ", others " + others;
    }
}
