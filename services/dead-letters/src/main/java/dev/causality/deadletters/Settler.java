package dev.causality.deadletters;

import dev.causality.kernel.Cancellation;
import dev.causality.kernel.Deadline;

/**
 * Decides for good whether a consumer has stored a message. The consumer's service supplies it: only it knows what
 * "stored" means, and how to make sure that a paused instance does not store the message later.
 */
@FunctionalInterface
public interface Settler {

    /** For consumers without lasting effects: nothing is ever stored. */
    Settler NOTHING_IS_STORED = (_, _, _) -> Settlement.NOT_STORED;

    /** Decides for the message at {@code sequence}. It must give the same answer for ever once it is not unknown. */
    Settlement settle(long sequence, Deadline deadline, Cancellation cancellation);
}
