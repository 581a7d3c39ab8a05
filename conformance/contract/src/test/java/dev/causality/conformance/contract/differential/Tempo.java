package dev.causality.conformance.contract.differential;

import java.time.Duration;

/**
 * How fast steps follow on one another. Steps begin at multiples of a slot; what falls due lies between them, each kind in
 * a place of its own: ack waits at 1/3 and (one after another) 2/3 of a slot, delays and what follows them at 1/6, 1/2 and
 * 5/6, requests at 3/4. On a busy machine only a slow run keeps its order.
 */
public record Tempo(Duration slot) {

    /** On a machine with nothing else to do a step takes 3 ms, and a timer is 2 ms late. */
    public static final Tempo FAST = new Tempo(Duration.ofMillis(120));

    /** When a run at this tempo is disturbed, the machine is of no use for it. */
    private static final Duration SLOWEST = Duration.ofMillis(960);

    /** For how long a server is down: so that all waits have run out when it looks for the first time. */
    static final int SLOTS_DOWN = 8;

    /** Until it has looked, which it does at once. */
    static final int SLOTS_UP_AGAIN = 2;

    long slotNanos() {
        return slot.toNanos();
    }

    long nanos(Step step) {
        return step.slots() * slotNanos();
    }

    Duration ackWait() {
        return slot.multipliedBy(16).dividedBy(3);
    }

    Duration nakDelay() {
        return slot.multipliedBy(13).dividedBy(6);
    }

    Duration pullExpires() {
        return slot.multipliedBy(35).dividedBy(4);
    }

    /** Half as fast, if that is possible. */
    Tempo slower() {
        Duration twice = slot.multipliedBy(2);
        return twice.compareTo(SLOWEST) > 0 ? this : new Tempo(twice);
    }

    /** Twice as fast, if that is possible. */
    Tempo faster() {
        return equals(FAST) ? this : new Tempo(slot.dividedBy(2));
    }
}
