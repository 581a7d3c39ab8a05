package dev.causality.faults.sim.world.jetstream;

/** An answer to a delivery, as a client sends it. */
public sealed interface AckAnswer {

    record Ack() implements AckAnswer {}

    /** @param delayNanos 0 = again at once */
    record Nak(long delayNanos) implements AckAnswer {}

    record Term(String reason) implements AckAnswer {}

    record InProgress() implements AckAnswer {}
}
