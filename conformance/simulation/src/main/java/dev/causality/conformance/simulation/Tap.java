package dev.causality.conformance.simulation;

import dev.causality.checkers.history.WireEvent.AckKind;
import dev.causality.conformance.simulation.Incarnations.Identity;
import dev.causality.faults.sim.SimProcess;
import dev.causality.faults.sim.world.jetstream.AckAddress;
import dev.causality.ports.Delivery;
import dev.causality.ports.Receipt;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Stands between one process and its consumer: counts what its metrics should have counted, and checks each answer at the
 * moment at which it leaves, when it is known exactly what is durable by then.
 */
final class Tap {

    private final Truth truth;
    private final SimProcess process;
    private final Tuning tuning;
    private final Duration reaction;
    private final Map<AckAddress, Integer> unanswered = new LinkedHashMap<>();
    private final Map<Long, Long> signOfLife = new LinkedHashMap<>();
    private Counts counts = Counts.NONE;

    /** In which life of the stream the process is: it does not outlive it. */
    private int incarnation;

    /** Of which life of the stream the server has told it last, and when. */
    private int told;

    private long toldNanos;
    private long resumedNanos = Long.MIN_VALUE;

    /**
     * A tap.
     *
     * @param reaction how long the process may take to act on what it is told
     */
    Tap(Truth truth, SimProcess process, Tuning tuning, Duration reaction) {
        this.truth = truth;
        this.process = process;
        this.tuning = tuning;
        this.reaction = reaction;
    }

    /** How many of what passed since the process was started; its counters begin there too. */
    record Counts(
            long delivered, long redelivered, long acknowledged, long handedBack, long terminated, long inProgress) {

        static final Counts NONE = new Counts(0, 0, 0, 0, 0, 0);

        Counts plus(Counts other) {
            return new Counts(
                    delivered + other.delivered,
                    redelivered + other.redelivered,
                    acknowledged + other.acknowledged,
                    handedBack + other.handedBack,
                    terminated + other.terminated,
                    inProgress + other.inProgress);
        }
    }

    Counts counts() {
        return counts;
    }

    void processStarted() {
        counts = Counts.NONE;
        unanswered.clear();
        signOfLife.clear();
        told = 0;
        truth.deliveries().restarted(process.name());
    }

    /** After a pause, answers may be late that were on their way out before it. */
    void processResumed() {
        resumedNanos = truth.nanos();
    }

    /** The process is told when the stream of events was made. */
    void created(Instant stream) {
        int life = truth.incarnations().at(stream);
        if (life > told) {
            told = life;
            toldNanos = truth.nanos();
        }
    }

    void delivered(Delivery delivery) {
        counts = counts.plus(new Counts(1, delivery.deliveryCount() > 1 ? 1 : 0, 0, 0, 0, 0));
        // A server that was killed may count a delivery again that it has forgotten.
        incarnation = truth.incarnations().at(delivery.published());
        unanswered.merge(AckAddress.parse(delivery.receipt().address()).orElseThrow(), 1, Integer::sum);
    }

    void answered(Receipt receipt, AckKind kind, Duration delay) {
        AckAddress address = AckAddress.parse(receipt.address()).orElseThrow();
        switch (kind) {
            case ACK -> acknowledged(address);
            case TERM -> terminated(address);
            case NAK -> handedBack(address, delay);
            case IN_PROGRESS -> counts = counts.plus(new Counts(0, 0, 0, 0, 0, 1));
        }
        checkLife(address, kind);
        if (kind != AckKind.ACK) {
            checkLease(address, kind);
        }
        if (kind == AckKind.IN_PROGRESS) {
            signOfLife.put(address.sequence(), truth.nanos());
        }
        if (kind != AckKind.IN_PROGRESS && unanswered.merge(address, -1, Integer::sum) < 0) {
            truth.broken("B5", describe(address) + " was answered for good twice");
        }
    }

    private void acknowledged(AckAddress address) {
        counts = counts.plus(new Counts(0, 0, 1, 0, 0, 0));
        if (!truth.durable(new Identity(incarnation, address.sequence()))) {
            truth.broken("B1", describe(address) + " was acknowledged before its row was durable");
        }
    }

    private void terminated(AckAddress address) {
        counts = counts.plus(new Counts(0, 0, 0, 0, 1, 0));
        if (!truth.buried(new Identity(incarnation, address.sequence()))) {
            truth.broken("B4", describe(address) + " was terminated before its dead letter was confirmed");
        }
    }

    private void handedBack(AckAddress address, Duration delay) {
        counts = counts.plus(new Counts(0, 0, 0, 1, 0, 0));
        if (delay.toMillis() < tuning.retryDelay() / 2) {
            truth.broken("B6", describe(address) + " was handed back with a delay of " + delay);
        }
    }

    /** An answer names no more than a sequence, which is another message's where the stream was made again. */
    private void checkLife(AckAddress address, AckKind kind) {
        long known = truth.nanos() - Math.max(toldNanos, resumedNanos);
        if (truth.incarnations().at(address.stored()) < told && known > reaction.toNanos()) {
            truth.broken("B1", describe(address) + " was answered by " + kind + " for a stream known to be deleted");
        }
    }

    private void checkLease(AckAddress address, AckKind kind) {
        long ackWait = Tuning.millis(tuning.ackWait()).toNanos();
        // A signal that was lost on its way has renewed nothing, but the process cannot know.
        long own = signOfLife.getOrDefault(address.sequence(), Long.MIN_VALUE / 2) + ackWait;
        long end = Math.max(own, truth.leaseEnd(address.sequence()));
        boolean paused = resumedNanos != Long.MIN_VALUE && truth.nanos() - resumedNanos < ackWait;
        if (truth.nanos() > end && !paused) {
            truth.broken("B5", describe(address) + " was answered by " + kind + " after its lease had run out");
        }
    }

    private String describe(AckAddress address) {
        return "sequence " + address.sequence() + ", delivery " + address.deliveries() + " to " + process.name() + ",";
    }
}
