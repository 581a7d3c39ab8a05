package dev.causality.conformance.simulation;

import dev.causality.checkers.history.WireEvent.AckKind;
import dev.causality.faults.sim.world.jetstream.AckAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * Predicts from what arrives at the server how often each message has to be delivered: once, and once more for each
 * negative acknowledgement whose delay is over and each ack wait that ran out without a sign of life. A delivery that
 * nothing explains breaks B5, and so does one after the message was finished with.
 */
final class Deliveries {

    private final long ackWaitNanos;
    private final long maxDeliver;
    private final BiConsumer<String, String> broken;
    private final Map<Long, Message> messages = new LinkedHashMap<>();
    private long total;
    private long repeats;
    private long excused;

    Deliveries(Tuning tuning, BiConsumer<String, String> broken) {
        this.ackWaitNanos = Tuning.millis(tuning.ackWait()).toNanos();
        this.maxDeliver = tuning.maxDeliver();
        this.broken = broken;
    }

    private static final class Message {
        private final List<Long> handedBackUntil = new ArrayList<>();
        private long delivered;
        private long signOfLife;
        private boolean finished;
        private boolean handedBack;
        private String holder = "";

        /** The server has forgotten what it knew last: the next delivery is its to explain. */
        private boolean serverForgot;
    }

    /** The stream has stored a message. */
    void stored(long sequence) {
        messages.computeIfAbsent(sequence, _ -> new Message());
    }

    /** The server has lost it; another message may get its sequence. */
    void lost(long sequence) {
        messages.remove(sequence);
    }

    void delivered(AckAddress address, String process, long now) {
        Message message = messages.computeIfAbsent(address.sequence(), _ -> new Message());
        total++;
        if (message.delivered > 0) {
            repeats++;
            explain(message, address, now);
        }
        if (maxDeliver > 0 && address.deliveries() > maxDeliver) {
            broken.accept("B5", describe(address) + " is more than the consumer's limit of " + maxDeliver);
        }
        if (!message.serverForgot && address.deliveries() != message.delivered + 1) {
            broken.accept("B5", describe(address) + " follows delivery " + message.delivered);
        }
        message.holder = process;
        message.handedBack = false;
        message.delivered = address.deliveries();
        message.signOfLife = now;
        message.serverForgot = false;
    }

    private void explain(Message message, AckAddress address, long now) {
        if (message.serverForgot) {
            excused++;
            message.finished = false;
            return;
        }
        if (message.finished) {
            broken.accept("B5", describe(address) + " came after the message was finished with");
        }
        boolean handedBack = false;
        for (int i = 0; i < message.handedBackUntil.size() && !handedBack; i++) {
            if (message.handedBackUntil.get(i) <= now) {
                message.handedBackUntil.remove(i);
                handedBack = true;
            }
        }
        if (!handedBack && now < message.signOfLife + ackWaitNanos) {
            broken.accept(
                    "B5",
                    describe(address) + " has no cause: the last sign of life is "
                            + (now - message.signOfLife) / 1_000_000 + " ms ago, and nobody handed it back");
        }
    }

    void answered(AckAddress address, AckKind kind, long delayNanos, long now) {
        Message message = messages.computeIfAbsent(address.sequence(), _ -> new Message());
        if (message.delivered == 0) {
            // The answer is to one of a stream that was deleted; the server does not wait for any.
            return;
        }
        switch (kind) {
            case ACK, TERM -> message.finished = true;
            case NAK -> {
                message.handedBack = true;
                message.handedBackUntil.add(now + delayNanos);
            }
            case IN_PROGRESS -> {
                if (now >= message.signOfLife + ackWaitNanos) {
                    // Too late: the server has queued it for another delivery already.
                    message.handedBackUntil.add(now);
                }
                message.signOfLife = now;
            }
        }
    }

    /** Whether somebody has the message, and has neither acknowledged nor terminated it. */
    boolean unanswered(long sequence) {
        Message message = messages.get(sequence);
        return message != null && message.delivered > 0 && !message.finished;
    }

    /** Until when the message is surely its holder's. */
    long leaseEnd(long sequence) {
        Message message = messages.get(sequence);
        return message == null || message.delivered == 0 ? Long.MAX_VALUE : message.signOfLife + ackWaitNanos;
    }

    /** The messages that a process holds: delivered to it last, neither finished nor handed back. */
    List<Long> heldBy(String process) {
        List<Long> held = new ArrayList<>();
        messages.forEach((sequence, message) -> {
            if (message.holder.equals(process) && !message.finished && !message.handedBack) {
                held.add(sequence);
            }
        });
        return held;
    }

    /** A process was started again: what its earlier life held is nobody's. */
    void restarted(String process) {
        messages.values().stream()
                .filter(message -> message.holder.equals(process))
                .forEach(message -> message.holder = "");
    }

    /** The messages that are neither acknowledged nor terminated, of those below {@code end}. */
    List<Long> unfinishedBelow(long end) {
        List<Long> unfinished = new ArrayList<>();
        messages.forEach((sequence, message) -> {
            if (sequence < end && !message.finished) {
                unfinished.add(sequence);
            }
        });
        return unfinished;
    }

    /** Sequences begin at 1 again. */
    void streamDeleted() {
        messages.clear();
    }

    void serverStopped() {
        messages.values().forEach(message -> message.serverForgot = true);
    }

    /** All deliveries. */
    long total() {
        return total;
    }

    /** Those that were not the first of their message. */
    long repeats() {
        return repeats;
    }

    /** Repeats for which a server that forgot is to blame. */
    long excused() {
        return excused;
    }

    private static String describe(AckAddress address) {
        return "delivery " + address.deliveries() + " of sequence " + address.sequence();
    }
}
