package dev.causality.checkers;

import dev.causality.checkers.history.History;
import dev.causality.checkers.history.TapEvent.ConnectionUnparsable;
import java.util.ArrayList;
import java.util.List;

/**
 * B5: every step from one delivery of a message to the next has its cause, and every delivery has one answer, in time.
 *
 * <p>The causes are {@link Steps}', the answers {@link AnswersInTime}'s. What lies too near to a timer to tell is ambiguous:
 * counted, and bounded.
 */
final class B5DeliveriesAreExplained implements Checker {
    /** Above this many ambiguous cases, or this share of all, nothing is shown. */
    private static final long MAX_AMBIGUOUS = 50;

    private static final double MAX_AMBIGUOUS_SHARE = 0.1;

    @Override
    public String invariant() {
        return "B5";
    }

    @Override
    public String promise() {
        return "every redelivery has its cause, every delivery one answer in time";
    }

    @Override
    public Verdict check(History history) {
        Deliveries deliveries = Deliveries.of(history);
        Surroundings surroundings = Surroundings.of(history);
        Violations wrong = new Violations();
        Steps steps = new Steps(history.scope().ackWaitMillis(), surroundings, wrong);
        deliveries.stories().forEach(steps::judge);
        AnswersInTime answers = new AnswersInTime(history.scope().ackWaitMillis(), surroundings, wrong);
        deliveries.stories().forEach(answers::judge);
        List<String> doubts = doubts(history, deliveries, steps, answers);
        return doubts.isEmpty()
                ? wrong.orElse(
                        wrong.count() + " deliveries or answers without a cause",
                        new Verdict.Valid(deliveries.count() + " deliveries; " + steps.describe() + answers.describe()))
                : new Verdict.Unknown(doubts);
    }

    private static List<String> doubts(History history, Deliveries deliveries, Steps steps, AnswersInTime answers) {
        List<String> doubts = new ArrayList<>();
        if (deliveries.count() == 0) {
            doubts.add("no delivery was seen on the wire");
        }
        long ambiguous = steps.ambiguous() + answers.ambiguous();
        if (ambiguous > Math.max(MAX_AMBIGUOUS, (long) (MAX_AMBIGUOUS_SHARE * steps.count()))) {
            doubts.add(ambiguous + " cases are too near to a timer to tell, of " + steps.count() + " redeliveries");
        }
        history.all(ConnectionUnparsable.class)
                .map(blind -> "the tap did not understand connection " + blind.connection() + ": " + blind.problem())
                .forEach(doubts::add);
        return doubts;
    }
}
