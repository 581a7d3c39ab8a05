package dev.causality.conformance.simulation;

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
}
