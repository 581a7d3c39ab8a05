package dev.causality.faults.sim.world;

/** What becomes of a single message on its way. */
public sealed interface Fate {

    /** It arrives. */
    Fate PASS = new Pass();

    record Pass() implements Fate {}

    /** It vanishes. */
    record Drop() implements Fate {}

    /** It arrives late; what is sent after it is not held up. */
    record Delay(long nanos) implements Fate {}

    /** The connection is cut; the message itself still arrives, or not. */
    record Cut(boolean arrives) implements Fate {}
}
