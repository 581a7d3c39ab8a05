package dev.causality.checkers;

import dev.causality.checkers.Clients.Story;
import dev.causality.checkers.history.History;
import dev.causality.checkers.history.StoreEvent.StoredRow;
import java.util.List;
import java.util.Optional;

/** No row is there that nobody sent, or that was sent as something that may not be stored. */
final class UnexpectedRows implements Checker {
    static final String ID = "UNEXPECTED";

    @Override
    public String invariant() {
        return ID;
    }

    @Override
    public String promise() {
        return "nothing is stored that was never attempted";
    }

    @Override
    public Verdict check(History history) {
        Clients clients = Clients.of(history);
        Violations unexpected = new Violations();
        List<StoredRow> rows = history.all(StoredRow.class).toList();
        rows.forEach(row -> check(row, clients, unexpected));
        return unexpected.orElse(
                unexpected.count() + " rows were never attempted, or are not valid events",
                rows.isEmpty()
                        ? new Verdict.Unknown("the warehouse has no rows")
                        : new Verdict.Valid(rows.size() + " rows, all attempted"));
    }

    private static void check(StoredRow row, Clients clients, Violations unexpected) {
        Optional<Story> story = clients.event(new EventKey(row.app(), row.idempotencyKey()));
        String name = row.app() + ":" + row.idempotencyKey() + " (id " + row.eventId() + ", " + row.objectKey() + ")";
        if (story.isEmpty()) {
            unexpected.add(name + " was never attempted");
        } else if (!story.get().isValid()) {
            unexpected.add(name + " is not a valid event and should have been refused");
        }
    }
}
