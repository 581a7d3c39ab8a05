package dev.causality.checkers;

import dev.causality.checkers.history.ClientEvent.Attempt;
import dev.causality.checkers.history.FaultEvent.FaultBegun;
import dev.causality.checkers.history.FaultEvent.FaultEnded;
import dev.causality.checkers.history.FaultEvent.FaultObserved;
import dev.causality.checkers.history.FaultEvent.FaultPlanned;
import dev.causality.checkers.history.History;
import dev.causality.checkers.history.RunEvent.Exercise;
import dev.causality.checkers.history.RunEvent.Quiescence;
import dev.causality.checkers.history.RunEvent.RunEnded;
import dev.causality.checkers.history.StoreEvent.StoredObject;
import dev.causality.checkers.history.StoreEvent.StoredRow;
import dev.causality.checkers.history.StreamEvent.MessageInStream;
import dev.causality.checkers.history.StreamEvent.StreamSample;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * H3: a run shows something only if it is complete, came to rest, saw every fault that it planned and healed it as often as
 * it began, and compared enough. Otherwise the verdict is unknown, with every reason.
 */
final class H3NothingIsVacuous implements Checker {

    @Override
    public String invariant() {
        return "H3";
    }

    @Override
    public String promise() {
        return "the run was complete, and put every property to the test";
    }

    @Override
    public Verdict check(History history) {
        List<String> reasons = new ArrayList<>();
        completeness(history, reasons);
        quiescence(history, reasons);
        faults(history, reasons);
        exercises(history, reasons);
        return reasons.isEmpty()
                ? new Verdict.Valid(history.all(FaultPlanned.class).count() + " faults planned and observed, "
                        + history.all(Attempt.class).count() + " attempts")
                : new Verdict.Unknown(reasons);
    }

    private static void completeness(History history, List<String> reasons) {
        if (history.last(RunEnded.class).isEmpty()) {
            reasons.add("the history ends before the run did");
        }
        if (history.scope().invariants().isEmpty()) {
            reasons.add("the run claims to show no invariant");
        }
        history.all(StreamSample.class)
                .filter(sample -> sample.stream().equals(history.scope().stream()))
                .reduce((first, second) -> second)
                .ifPresent(sample -> {
                    long read = history.all(MessageInStream.class)
                            .filter(message -> message.stream().equals(sample.stream()))
                            .count();
                    if (read != sample.messages()) {
                        reasons.add("of " + sample.messages() + " messages in the stream " + read + " were read");
                    }
                });
        Map<String, Long> rows = history.all(StoredRow.class)
                .collect(Collectors.groupingBy(StoredRow::objectKey, LinkedHashMap::new, Collectors.counting()));
        history.all(StoredObject.class)
                .filter(object -> rows.getOrDefault(object.objectKey(), 0L) != object.rows())
                .forEach(object -> reasons.add("not all rows of " + object.objectKey() + " were read"));
    }

    private static void quiescence(History history, List<String> reasons) {
        history.last(Quiescence.class)
                .ifPresentOrElse(
                        rest -> {
                            if (!rest.reached()) {
                                reasons.add("it did not come to rest: " + rest.detail());
                            }
                        },
                        () -> reasons.add("nobody waited for it to come to rest"));
    }

    private static void faults(History history, List<String> reasons) {
        Map<String, Long> begun = timesOf(history.all(FaultBegun.class).map(FaultBegun::fault));
        Map<String, Long> observed = timesOf(history.all(FaultObserved.class).map(FaultObserved::fault));
        Map<String, Long> ended = timesOf(history.all(FaultEnded.class).map(FaultEnded::fault));
        history.all(FaultPlanned.class).forEach(plan -> {
            String name = "the planned fault " + plan.fault() + " (" + plan.faultKind() + " " + plan.target() + ")";
            long begins = begun.getOrDefault(plan.fault(), 0L);
            long ends = ended.getOrDefault(plan.fault(), 0L);
            if (begins == 0) {
                reasons.add(name + " did not begin");
            } else if (!observed.containsKey(plan.fault())) {
                reasons.add(name + " had no effect that was observed");
            } else if (ends == 0) {
                reasons.add(name + " did not end");
            } else if (ends != begins) {
                reasons.add(name + " began " + begins + " times and ended " + ends + " times");
            }
        });
    }

    private static void exercises(History history, List<String> reasons) {
        for (Exercise exercise : history.scope().exercises()) {
            if (!Exercises.happened(exercise, history)) {
                reasons.add(Exercises.describe(exercise));
            }
        }
        long attempted = Clients.of(history).events().size();
        if (attempted < history.scope().minimumAttempts()) {
            reasons.add("only " + attempted + " events were attempted, of "
                    + history.scope().minimumAttempts() + " needed");
        }
    }

    /** How often each name occurs. */
    private static Map<String, Long> timesOf(Stream<String> names) {
        return names.collect(Collectors.groupingBy(name -> name, Collectors.counting()));
    }
}
