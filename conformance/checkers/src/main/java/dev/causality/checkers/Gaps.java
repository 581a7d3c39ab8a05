package dev.causality.checkers;

import java.util.Optional;

/**
 * Where the losses of one publisher lie among its accepted events.
 *
 * @param prefix lost before the first that arrived
 * @param middle lost between two that arrived
 * @param postfix lost after the last that arrived; all of them, when none arrived
 */
record Gaps(int prefix, int middle, int postfix, int of) {

    /** The gaps in a sequence of events, true for each that is missing; nothing when none is. */
    static Optional<Gaps> of(boolean[] missing) {
        int prefix = 0;
        int middle = 0;
        int run = 0;
        boolean arrived = false;
        for (boolean isMissing : missing) {
            if (isMissing) {
                run++;
                continue;
            }
            if (arrived) {
                middle += run;
            } else {
                prefix = run;
            }
            arrived = true;
            run = 0;
        }
        return prefix + middle + run == 0
                ? Optional.empty()
                : Optional.of(new Gaps(prefix, middle, run, missing.length));
    }

    @Override
    public String toString() {
        return prefix == 0 && middle == 0 && postfix == of
                ? "all " + of
                : "prefix " + prefix + ", middle " + middle + ", postfix " + postfix + " of " + of;
    }
}
