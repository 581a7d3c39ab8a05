package dev.causality.checkers;

import dev.causality.checkers.Clients.Story;
import dev.causality.checkers.history.ClientEvent.Attempt;
import dev.causality.checkers.history.History;
import dev.causality.checkers.history.StoreEvent.StoredObject;
import dev.causality.checkers.history.StoreEvent.StoredRow;
import java.util.List;
import java.util.Objects;

/** B13: every file can be read; a row says what its event said, and lies in the partition of its app and hour. */
final class B13RowsAreCorrect implements Checker {

    @Override
    public String invariant() {
        return "B13";
    }

    @Override
    public String promise() {
        return "rows read back complete and correct";
    }

    @Override
    public Verdict check(History history) {
        Clients clients = Clients.of(history);
        Violations wrong = new Violations();
        history.all(StoredObject.class)
                .filter(object -> object.problem() != null)
                .forEach(object -> wrong.add(object.objectKey() + " cannot be read: " + object.problem()));
        long compared = history.all(StoredRow.class)
                .mapToLong(row -> clients.event(new EventKey(row.app(), row.idempotencyKey()))
                        .map(story -> {
                            check(row, story, wrong);
                            return 1L;
                        })
                        .orElse(0L))
                .sum();
        return wrong.orElse(
                wrong.count() + " rows or files cannot be read, are not what was sent, or not where they belong",
                compared == 0
                        ? new Verdict.Unknown("no row could be compared with what was sent")
                        : new Verdict.Valid(compared + " rows equal what was sent, in the right partition"));
    }

    private static void check(StoredRow row, Story story, Violations wrong) {
        String folder = row.objectKey().substring(0, row.objectKey().lastIndexOf('/') + 1);
        if (story.attempts().stream().map(Attempt::partition).noneMatch(row.partition()::equals)) {
            wrong.add(describe(row) + " has the partition columns of " + row.partition() + ", its event those of "
                    + story.attempts().getFirst().partition());
        } else if (!("/" + folder).endsWith("/" + row.partition() + "/")) {
            wrong.add(describe(row) + " lies outside its partition " + row.partition());
        } else if (differs(row, story)) {
            wrong.add(describe(row) + " differs from what was sent");
        }
    }

    /** Contents are compared where both sides have a digest. */
    private static boolean differs(StoredRow row, Story story) {
        List<String> sent = story.attempts().stream()
                .map(Attempt::digest)
                .filter(Objects::nonNull)
                .toList();
        return row.digest() != null && !sent.isEmpty() && !sent.contains(row.digest());
    }

    private static String describe(StoredRow row) {
        return "the row of " + row.app() + ":" + row.idempotencyKey() + " in " + row.objectKey();
    }
}
