package dev.causality.faults.sim.world;

import dev.causality.faults.plan.Glob;
import dev.causality.faults.plan.Moment;
import dev.causality.faults.plan.NatsFault;
import dev.causality.faults.plan.NatsFault.Answers;
import dev.causality.faults.sim.world.jetstream.AckAnswer;

/** What the faults of NATS messages come to. */
final class NatsFates {

    private static final long NANOS = 1_000_000;

    private NatsFates() {}

    /** Whether the fault is about such an answer to this consumer's deliveries. */
    static boolean concerns(NatsFault fault, String consumer, AckAnswer answer) {
        return switch (fault) {
            case NatsFault.DropAcks drop -> Glob.matches(drop.consumer(), consumer) && isOne(drop.answers(), answer);
            case NatsFault.DelayAcks late -> Glob.matches(late.consumer(), consumer) && isOne(late.answers(), answer);
            case NatsFault.CutAtAck cut -> Glob.matches(cut.consumer(), consumer) && isOne(Answers.ANY, answer);
            case NatsFault.DropDeliveries _, NatsFault.DelayDeliveries _, NatsFault.LoseConfirmations _ -> false;
        };
    }

    /** Whether the fault is about deliveries of this consumer. */
    static boolean concernsDelivery(NatsFault fault, String consumer) {
        return switch (fault) {
            case NatsFault.DropDeliveries drop -> Glob.matches(drop.consumer(), consumer);
            case NatsFault.DelayDeliveries late -> Glob.matches(late.consumer(), consumer);
            case NatsFault.DropAcks _, NatsFault.DelayAcks _, NatsFault.CutAtAck _, NatsFault.LoseConfirmations _ ->
                false;
        };
    }

    static boolean concernsConfirmation(NatsFault fault, String subject) {
        return fault instanceof NatsFault.LoseConfirmations lose && Glob.matches(lose.subject(), subject);
    }

    static Fate of(NatsFault fault) {
        return switch (fault) {
            case NatsFault.DropAcks _, NatsFault.DropDeliveries _, NatsFault.LoseConfirmations _ -> new Fate.Drop();
            case NatsFault.DelayAcks late -> new Fate.Delay(late.millis() * NANOS);
            case NatsFault.DelayDeliveries late -> new Fate.Delay(late.millis() * NANOS);
            case NatsFault.CutAtAck cut -> new Fate.Cut(cut.forwardFirst());
        };
    }

    /** As what the wire shows this answer. */
    static Moment moment(AckAnswer answer) {
        return switch (answer) {
            case AckAnswer.Ack _ -> Moment.ACK;
            case AckAnswer.Nak _ -> Moment.NAK;
            case AckAnswer.Term _ -> Moment.TERM;
            case AckAnswer.InProgress _ -> Moment.IN_PROGRESS;
        };
    }

    private static boolean isOne(Answers answers, AckAnswer answer) {
        return switch (answers) {
            case ANY -> true;
            case ACK -> answer instanceof AckAnswer.Ack;
            case NAK -> answer instanceof AckAnswer.Nak;
            case TERM -> answer instanceof AckAnswer.Term;
            case IN_PROGRESS -> answer instanceof AckAnswer.InProgress;
        };
    }
}
