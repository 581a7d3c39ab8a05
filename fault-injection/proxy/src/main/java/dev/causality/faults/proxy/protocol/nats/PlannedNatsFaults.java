package dev.causality.faults.proxy.protocol.nats;

import dev.causality.faults.plan.Glob;
import dev.causality.faults.plan.Moment;
import dev.causality.faults.plan.NatsFault;
import dev.causality.faults.proxy.engine.ConnectionInfo;
import dev.causality.faults.proxy.protocol.ConnectionFaults;
import dev.causality.faults.proxy.protocol.Verdict;
import dev.causality.faults.proxy.run.ActiveFault;
import dev.causality.faults.proxy.run.ActiveFaults;
import dev.causality.faults.proxy.run.Evidence;
import dev.causality.faults.proxy.run.Wire;

/**
 * The faults of a plan that are in force on one connection. Where several fit a message, each counts it, and the first that
 * is hit applies; what somebody on the wire wants held is held first.
 */
final class PlannedNatsFaults extends ConnectionFaults<NatsFault> implements NatsFaults {
    PlannedNatsFaults(ConnectionInfo connection, ActiveFaults faults, Wire wire, Evidence evidence) {
        super(NatsFault.class, connection, faults, wire, evidence);
    }

    @Override
    public Verdict answer(DeliveryId delivery, AckAnswer answer) {
        Verdict held = show(moment(answer.kind()), delivery.consumer());
        if (held instanceof Verdict.Hold) {
            return held;
        }
        String what = answer.kind() + " of delivery " + delivery.delivery() + " of " + delivery.stream() + " "
                + delivery.sequence();
        Verdict verdict = Verdict.PASS;
        for (ActiveFault<NatsFault> active : inForce()) {
            verdict = first(verdict, active, answerVerdict(active.fault(), delivery, answer), what);
        }
        return verdict;
    }

    private static Verdict answerVerdict(NatsFault fault, DeliveryId delivery, AckAnswer answer) {
        return switch (fault) {
            case NatsFault.DropAcks(String consumer, NatsFault.Answers answers, var _)
            when fits(consumer, delivery) && fits(answers, answer) -> Verdict.DROP;
            case NatsFault.DelayAcks(String consumer, NatsFault.Answers answers, var _, long millis)
            when fits(consumer, delivery) && fits(answers, answer) -> new Verdict.Delay(millis);
            case NatsFault.CutAtAck(String consumer, var _, boolean forwardFirst, boolean reset)
            when fits(consumer, delivery) && answer.kind() == AckAnswer.Kind.ACK ->
                new Verdict.Cut(forwardFirst, reset);
            default -> Verdict.PASS;
        };
    }

    @Override
    public Verdict publish(String subject) {
        return show(Moment.PUBLISH, subject);
    }

    @Override
    public Verdict delivery(DeliveryId delivery) {
        Verdict held = show(Moment.DELIVERY, delivery.consumer());
        if (held instanceof Verdict.Hold) {
            return held;
        }
        String what = "delivery " + delivery.delivery() + " of " + delivery.stream() + " " + delivery.sequence();
        Verdict verdict = Verdict.PASS;
        for (ActiveFault<NatsFault> active : inForce()) {
            Verdict wanted = switch (active.fault()) {
                case NatsFault.DropDeliveries(String consumer, var _) when fits(consumer, delivery) -> Verdict.DROP;
                case NatsFault.DelayDeliveries(String consumer, var _, long millis)
                when fits(consumer, delivery) -> new Verdict.Delay(millis);
                default -> Verdict.PASS;
            };
            verdict = first(verdict, active, wanted, what);
        }
        return verdict;
    }

    @Override
    public Verdict confirmation(String subject) {
        Verdict held = show(Moment.PUBLISH_CONFIRMED, subject);
        if (held instanceof Verdict.Hold) {
            return held;
        }
        Verdict verdict = Verdict.PASS;
        for (ActiveFault<NatsFault> active : inForce()) {
            boolean fits = active.fault() instanceof NatsFault.LoseConfirmations(String pattern, var _)
                    && Glob.matches(pattern, subject);
            verdict = first(verdict, active, fits ? Verdict.DROP : Verdict.PASS, "the confirmation of " + subject);
        }
        return verdict;
    }

    /** What was decided before, or this fault's verdict if it is hit; it counts either way. */
    private Verdict first(Verdict before, ActiveFault<NatsFault> active, Verdict wanted, String what) {
        if (wanted instanceof Verdict.Pass || !active.hits() || !(before instanceof Verdict.Pass)) {
            return before;
        }
        applied(active.name(), describe(wanted) + " " + what);
        return wanted;
    }

    private static String describe(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Drop _ -> "dropped";
            case Verdict.Delay(long millis) -> "held up for " + millis + " ms";
            case Verdict.Cut(boolean forwardFirst, var _) -> forwardFirst ? "cut after" : "cut before";
            case Verdict.Hold _, Verdict.Pass _ -> "passed";
        };
    }

    private static boolean fits(String consumer, DeliveryId delivery) {
        return Glob.matches(consumer, delivery.consumer());
    }

    private static boolean fits(NatsFault.Answers answers, AckAnswer answer) {
        return switch (answers) {
            case ANY -> true;
            case ACK -> answer.kind() == AckAnswer.Kind.ACK;
            case NAK -> answer.kind() == AckAnswer.Kind.NAK;
            case TERM -> answer.kind() == AckAnswer.Kind.TERM;
            case IN_PROGRESS -> answer.kind() == AckAnswer.Kind.IN_PROGRESS;
        };
    }

    private static Moment moment(AckAnswer.Kind kind) {
        return switch (kind) {
            case ACK -> Moment.ACK;
            case NAK -> Moment.NAK;
            case TERM -> Moment.TERM;
            case IN_PROGRESS -> Moment.IN_PROGRESS;
        };
    }
}
