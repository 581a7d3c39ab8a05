package dev.causality.checkers;

import dev.causality.checkers.history.History;
import dev.causality.checkers.history.HistoryEvent;
import dev.causality.checkers.history.RunEvent.Scope;
import dev.causality.checkers.history.TapEvent.ConnectionUnparsable;
import dev.causality.checkers.history.WireEvent.AckKind;
import dev.causality.checkers.history.WireEvent.Answered;
import dev.causality.checkers.history.WireEvent.PutRequested;
import java.util.ArrayList;
import java.util.List;

/**
 * B1: no acknowledgement leaves before the object that holds the message is durable; decided from the order of the wire.
 *
 * <p>{@link Durable} says what the wire had shown to be stored by then. A termination is no acknowledgement: what it needs
 * first is a dead letter, which is B4's.
 */
final class B1AckAfterDurable implements Checker {

    @Override
    public String invariant() {
        return "B1";
    }

    @Override
    public String promise() {
        return "no acknowledgement before the message is durable";
    }

    @Override
    public Verdict check(History history) {
        Scope scope = history.scope();
        Durable durable = Durable.over(history);
        Violations early = new Violations();
        long acknowledged = 0;
        for (HistoryEvent event : history.events()) {
            durable.see(event);
            if (event instanceof Answered answer
                    && answer.answer() == AckKind.ACK
                    && answer.stream().equals(scope.stream())
                    && answer.consumer().equals(scope.consumer())) {
                acknowledged++;
                if (!durable.holds(answer.sequence())) {
                    early.add(describe(answer));
                }
            }
        }
        List<String> doubts = doubts(history, durable, acknowledged);
        if (!early.isEmpty() && !doubts.isEmpty()) {
            doubts.addFirst(early.count() + " acknowledgements have nothing durable before them that was seen");
        }
        return doubts.isEmpty()
                ? early.orElse(
                        early.count() + " of " + acknowledged
                                + " acknowledgements came before their message was durable",
                        new Verdict.Valid(acknowledged + " acknowledgements, each after its message was durable"))
                : new Verdict.Unknown(doubts);
    }

    /** What the tap may have missed, and with it the reason for an acknowledgement. */
    private static List<String> doubts(History history, Durable durable, long acknowledged) {
        List<String> doubts = new ArrayList<>();
        if (acknowledged == 0) {
            doubts.add("no acknowledgement was seen on the wire");
        }
        if (history.all(PutRequested.class).findAny().isEmpty()) {
            doubts.add("no upload was seen on the wire");
        }
        long unread = durable.putsWithUnknownRows();
        if (unread > 0) {
            doubts.add("nobody knows what " + unread + " uploads carried");
        }
        history.all(ConnectionUnparsable.class)
                .map(blind -> "the tap did not understand connection " + blind.connection() + ": " + blind.problem())
                .forEach(doubts::add);
        return doubts;
    }

    private static String describe(Answered answer) {
        return "sequence %d was acknowledged by %s at %.3f s (delivery %d), with no object that holds it"
                .formatted(answer.sequence(), answer.holder(), answer.atMicros() / 1e6, answer.delivery());
    }
}
