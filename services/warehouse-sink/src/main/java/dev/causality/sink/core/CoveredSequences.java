package dev.causality.sink.core;

import java.util.BitSet;
import java.util.TreeMap;

/**
 * Which stream sequences are covered by one intent, and which by more than one: two bits for each, in pages that go when
 * the consumer's ack floor has passed them. A row whose sequence is covered once needs no further question, which is
 * what makes the check affordable for every row. Not safe for use by several tasks.
 */
final class CoveredSequences {

    /** Sequences to a page: 8 KiB of bits for each of the two sets. */
    private static final int PAGE_BITS = 16;

    private static final int PAGE_SIZE = 1 << PAGE_BITS;

    private final TreeMap<Long, Page> pages = new TreeMap<>();

    void add(long sequence) {
        Page page = pages.computeIfAbsent(sequence >>> PAGE_BITS, _ -> new Page());
        int bit = (int) (sequence & (PAGE_SIZE - 1));
        if (page.once.get(bit)) {
            page.again.set(bit);
        } else {
            page.once.set(bit);
        }
    }

    boolean moreThanOnce(long sequence) {
        Page page = pages.get(sequence >>> PAGE_BITS);
        return page != null && page.again.get((int) (sequence & (PAGE_SIZE - 1)));
    }

    /** Forgets whole pages at or below {@code sequence}. */
    void forgetUpTo(long sequence) {
        pages.headMap((sequence + 1) >>> PAGE_BITS, false).clear();
    }

    private static final class Page {
        private final BitSet once = new BitSet();
        private final BitSet again = new BitSet();
    }
}
