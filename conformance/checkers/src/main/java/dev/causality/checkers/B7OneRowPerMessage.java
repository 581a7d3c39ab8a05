package dev.causality.checkers;

import dev.causality.checkers.history.History;
import dev.causality.checkers.history.StoreEvent.StoredRow;
import java.util.List;
import java.util.Map;

/** B7: the warehouse has at most one row for each message, and at most one for each (app, idempotency key). */
final class B7OneRowPerMessage implements Checker {

    @Override
    public String invariant() {
        return "B7";
    }

    @Override
    public String promise() {
        return "at most one row per message and per event";
    }

    @Override
    public Verdict check(History history) {
        Rows rows = Rows.of(history);
        Violations duplicates = new Violations();
        collect(rows.byMessage(), duplicates);
        long messages = duplicates.count();
        collect(rows.byEvent(), duplicates);
        return duplicates.orElse(
                messages + " messages and " + (duplicates.count() - messages) + " events have more than one row",
                rows.byEvent().isEmpty()
                        ? new Verdict.Unknown("the warehouse has no rows")
                        : new Verdict.Valid(rows.byEvent().size() + " events, one row each"));
    }

    private static void collect(Map<?, List<StoredRow>> rowsByName, Violations duplicates) {
        rowsByName.forEach((name, rows) -> {
            if (rows.size() > 1) {
                duplicates.add(name + " has " + rows.size() + " rows, in "
                        + rows.stream().map(StoredRow::objectKey).toList());
            }
        });
    }
}
