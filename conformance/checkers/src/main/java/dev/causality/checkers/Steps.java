package dev.causality.checkers;

import dev.causality.checkers.Deliveries.Story;
import dev.causality.checkers.history.WireEvent.AckKind;
import dev.causality.checkers.history.WireEvent.Answered;
import dev.causality.checkers.history.WireEvent.Delivered;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * The cause of each step from delivery n of a message to delivery n+1.
 *
 * <p>Answers are not bound to a delivery: a negative acknowledgement of any holder explains one step, whichever delivery it
 * names, and any in-progress puts the ack wait off. So a step is explained by a negative acknowledgement before it whose
 * delay is over, or by the ack wait, counted from the delivery or from the last in-progress. A delivery that nobody saw
 * went to a connection that was cut. An answer that was on its way when its connection or the server ended may not have
 * been received.
 *
 * <p>Times are those of the tap: between it and the server's timers lie two queues and a scheduler. What misses a timer by
 * less than a tenth of the ack wait, or crossed with the redelivery, is ambiguous.
 */
final class Steps {
    private static final long MICROS_PER_MILLI = 1000;
    private static final int SLACK_FRACTION = 10;
    /** On its way to the server while the redelivery was on its way from there. */
    private static final long CROSSING_MICROS = 100 * MICROS_PER_MILLI;
    /** An answer is received if the connection and the server live on for so long. */
    private static final long RECEIVED_MICROS = 1000 * MICROS_PER_MILLI;

    private final long ackWaitMicros;
    private final long slackMicros;
    private final Surroundings surroundings;
    private final Violations wrong;
    private long steps;
    private long byNak;
    private long byAckWait;
    private long unseen;
    private long byServer;
    private long ambiguous;

    Steps(long ackWaitMillis, Surroundings surroundings, Violations wrong) {
        this.ackWaitMicros = ackWaitMillis * MICROS_PER_MILLI;
        this.slackMicros = ackWaitMicros / SLACK_FRACTION;
        this.surroundings = surroundings;
        this.wrong = wrong;
    }

    void judge(Story story) {
        if (story.deliveries().isEmpty()) {
            return;
        }
        List<Answered> naks = new ArrayList<>(story.answers());
        naks.removeIf(answer -> answer.answer() != AckKind.NAK);
        Delivered first = story.deliveries().getFirst();
        if (first.delivery() > 1) {
            count(first, first.delivery() - 1, surroundings.anyCut(0, first.atMicros()));
        }
        for (int i = 1; i < story.deliveries().size(); i++) {
            step(story, story.deliveries().get(i - 1), story.deliveries().get(i), naks);
        }
    }

    private void step(Story story, Delivered from, Delivered to, List<Answered> naks) {
        long between = to.delivery() - from.delivery();
        if (between == 1) {
            steps++;
            explain(story, from, to, naks);
        } else if (between > 1) {
            count(to, between, surroundings.anyCut(from.atMicros(), to.atMicros()));
        } else if (surroundings.serverBroken(from.atMicros(), to.atMicros())) {
            steps++;
            byServer++;
        } else {
            steps++;
            wrong.add(name(to) + " came after delivery " + from.delivery());
        }
    }

    /** Deliveries that nobody saw: they went to a connection that was cut, or they are a riddle. */
    private void count(Delivered to, long missing, boolean connectionCut) {
        steps += missing;
        if (connectionCut) {
            unseen += missing;
        } else {
            wrong.add("the " + missing + " steps before " + name(to) + " were never seen, and no connection was cut");
        }
    }

    private void explain(Story story, Delivered from, Delivered to, List<Answered> naks) {
        if (surroundings.serverBroken(from.atMicros(), to.atMicros())) {
            byServer++;
        } else if (wasFinished(story, from, to)) {
            wrong.add(name(to) + " came although the message had been acknowledged");
        } else if (takeNak(naks, to)) {
            byNak++;
        } else {
            explainByAckWait(story, from, to);
        }
    }

    /** Whether an answer that ends the message's life was surely received before. */
    private boolean wasFinished(Story story, Delivered from, Delivered to) {
        return story.answers().stream()
                .filter(answer -> answer.answer() == AckKind.ACK || answer.answer() == AckKind.TERM)
                .filter(answer -> answer.atMicros() >= from.atMicros() - CROSSING_MICROS)
                .filter(answer -> answer.atMicros() < to.atMicros() - CROSSING_MICROS)
                .anyMatch(this::wasReceived);
    }

    private boolean wasReceived(Answered answer) {
        return !surroundings.cutOf(answer.holder(), answer.atMicros(), answer.atMicros() + RECEIVED_MICROS);
    }

    private boolean takeNak(List<Answered> naks, Delivered to) {
        for (int i = 0; i < naks.size(); i++) {
            Answered nak = naks.get(i);
            long due = nak.atMicros() + nak.delayMillis() * MICROS_PER_MILLI;
            if (nak.atMicros() <= to.atMicros() && due <= to.atMicros() + slackMicros) {
                naks.remove(i);
                return true;
            }
        }
        return false;
    }

    private void explainByAckWait(Story story, Delivered from, Delivered to) {
        long sinceLast = to.atMicros() - lastSign(story, from, to.atMicros()).orElse(from.atMicros());
        long sinceReceived = to.atMicros()
                - lastSign(story, from, to.atMicros() - CROSSING_MICROS).orElse(from.atMicros());
        if (sinceLast >= ackWaitMicros) {
            byAckWait++;
        } else if (sinceReceived >= ackWaitMicros - slackMicros) {
            ambiguous++;
        } else if (cutSinceSign(story, from, to)) {
            ambiguous++;
        } else {
            wrong.add(
                    "%s came %d ms after the last sign of life, with an ack wait of %d ms and no negative acknowledgement"
                            .formatted(name(to), sinceLast / MICROS_PER_MILLI, ackWaitMicros / MICROS_PER_MILLI));
        }
    }

    /** When the last in-progress between the two was seen. */
    private static OptionalLong lastSign(Story story, Delivered from, long beforeMicros) {
        return story.answers().stream()
                .filter(answer -> answer.answer() == AckKind.IN_PROGRESS)
                .mapToLong(Answered::atMicros)
                .filter(at -> at >= from.atMicros() && at < beforeMicros)
                .max();
    }

    /** Whether the in-progress signals that put the ack wait off may not have been received. */
    private boolean cutSinceSign(Story story, Delivered from, Delivered to) {
        return to.atMicros() - from.atMicros() >= ackWaitMicros - slackMicros
                && story.answers().stream()
                        .filter(answer -> answer.answer() == AckKind.IN_PROGRESS)
                        .filter(answer -> answer.atMicros() >= from.atMicros() && answer.atMicros() < to.atMicros())
                        .anyMatch(answer -> !wasReceived(answer));
    }

    long count() {
        return steps;
    }

    long ambiguous() {
        return ambiguous;
    }

    String describe() {
        return steps + " redeliveries: " + byNak + " after a negative acknowledgement, " + byAckWait
                + " after the ack wait, " + unseen + " on connections that were cut, " + byServer
                + " while the server was broken, " + ambiguous + " ambiguous";
    }

    private static String name(Delivered delivered) {
        return "delivery %d of sequence %d to %s at %.3f s"
                .formatted(delivered.delivery(), delivered.sequence(), delivered.holder(), delivered.atMicros() / 1e6);
    }
}
