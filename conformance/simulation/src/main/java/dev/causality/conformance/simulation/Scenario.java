package dev.causality.conformance.simulation;

import java.util.List;
import java.util.Locale;

/** From which mix a case is drawn. */
enum Scenario {
    /** Everything: one to three sinks, gateways with retrying clients, poison, every kind of fault, tiny limits too. */
    STANDARD,
    /** One gateway, one sink, 200 events, crashes and a store that fails. */
    SMALL,
    /** A dozen events and no faults: what crash points are enumerated over. */
    TINY;

    String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The invariants that it is not made to exercise: where nothing is poison, and nobody is told to stop. */
    List<String> outOfReach() {
        return switch (this) {
            case STANDARD -> List.of();
            case SMALL -> List.of("B4", "B8", "C1", "C2");
            case TINY -> List.of("B8");
        };
    }
}
