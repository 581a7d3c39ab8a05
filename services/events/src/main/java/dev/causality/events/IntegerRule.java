package dev.causality.events;

import java.util.Optional;

/**
 * The range of one integer field, compiled from its annotations. Immutable.
 *
 * @param lowest the lowest value allowed
 * @param highest the highest value allowed
 */
record IntegerRule(long lowest, long highest) {

    boolean test(long value) {
        return value >= lowest && value <= highest;
    }

    /** Why a value breaks the rule; empty when it keeps it. */
    Optional<String> explain(long value) {
        return test(value) ? Optional.empty() : Optional.of("must be from " + lowest + " to " + highest);
    }
}
