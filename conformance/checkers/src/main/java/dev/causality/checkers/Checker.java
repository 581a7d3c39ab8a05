package dev.causality.checkers;

import dev.causality.checkers.history.History;

/** Decides one invariant from a history, and from nothing else: the same history always gets the same verdict. */
public interface Checker {

    /** The invariant's id, such as {@code A1}. */
    String invariant();

    /** What the invariant promises, in a few words. */
    String promise();

    /** The verdict on this history. */
    Verdict check(History history);
}
