package dev.causality.checkers;

import dev.causality.checkers.history.History;
import dev.causality.checkers.history.StreamEvent.DeadLetter;

/** C1: a message that was given up appears once among the dead letters; one that is stored does not appear there. */
final class C1OneEntryPerDeadMessage implements Checker {

    @Override
    public String invariant() {
        return "C1";
    }

    @Override
    public String promise() {
        return "one entry per dead message, none for a stored one";
    }

    @Override
    public Verdict check(History history) {
        Graves graves = Graves.of(history);
        Rows rows = Rows.of(history);
        Violations wrong = new Violations();
        graves.byMessage().forEach((identity, entries) -> {
            if (entries.size() > 1) {
                wrong.add(identity + " has " + entries.size() + " entries, at "
                        + entries.stream().map(DeadLetter::entrySequence).toList());
            }
            if (rows.byMessage().containsKey(identity)) {
                wrong.add(identity + " is dead (entry " + entries.getFirst().entrySequence() + ") and stored");
            }
        });
        return wrong.orElse(
                wrong.count() + " dead messages have more than one entry, or are stored",
                graves.all().isEmpty()
                        ? new Verdict.Unknown("nothing is dead")
                        : new Verdict.Valid(graves.all().size() + " dead letters, one for each message"));
    }
}
