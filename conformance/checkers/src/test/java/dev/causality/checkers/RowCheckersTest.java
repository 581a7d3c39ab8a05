package dev.causality.checkers;

import static dev.causality.checkers.Verdicts.assertInvalid;
import static dev.causality.checkers.Verdicts.assertUnknown;
import static dev.causality.checkers.Verdicts.assertValid;

import dev.causality.checkers.history.StoreEvent.StoredObject;
import dev.causality.checkers.history.StoreEvent.StoredRow;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class RowCheckersTest {
    private final Checker correct = new B13RowsAreCorrect();
    private final Checker expected = new UnexpectedRows();
    private final HistoryBuilder history = new HistoryBuilder();

    @Test
    void b13_a_row_that_says_what_was_sent_in_its_partition_is_correct() {
        history.accepted(1).row(1, 1);
        assertValid(history.verdictOf(correct));
        assertValid(history.verdictOf(expected));
    }

    @Test
    void b13_a_row_that_says_something_else_is_not() {
        history.accepted(1).row(1, 1, row -> Rewrite.with(row, "digest", "other"));
        assertInvalid(history.verdictOf(correct), "differs from what was sent");
    }

    @Test
    void b13_contents_without_a_digest_are_not_compared() {
        history.attempt(1, attempt -> Rewrite.with(attempt, "digest", null)).row(1, 1);
        assertValid(history.verdictOf(correct));
    }

    @Test
    void b13_nor_is_one_with_the_columns_of_another_hour() {
        history.accepted(1)
                .row(1, 1, row -> Rewrite.with(row, "partition", "app_id=shop/year=2026/month=11/day=20/hour=02"));
        assertInvalid(history.verdictOf(correct), "hour=02, its event those of", "hour=01");
    }

    @Test
    void b13_nor_is_one_in_an_object_of_another_hour() {
        String object = "events/app_id=shop/year=2026/month=11/day=20/hour=02/f.parquet";
        history.accepted(1)
                .add(new StoredObject(0, object, 1, 1, Map.of(), null))
                .add(new StoredRow(
                        0,
                        object,
                        "id-1",
                        HistoryBuilder.APP,
                        HistoryBuilder.key(1),
                        null,
                        1,
                        HistoryBuilder.PARTITION,
                        "d1"));
        assertInvalid(history.verdictOf(correct), "lies outside its partition");
    }

    @Test
    void b13_a_file_that_cannot_be_read_is_not_correct() {
        history.accepted(1).row(1, 1).add(new StoredObject(0, "half", 1, 0, Map.of(), "no footer"));
        assertInvalid(history.verdictOf(correct), "half cannot be read: no footer");
    }

    @Test
    void b13_without_a_row_to_compare_nothing_is_known() {
        history.row(1, 1);
        assertUnknown(history.verdictOf(correct), "no row could be compared");
    }

    @Test
    void a_row_that_nobody_attempted_is_unexpected() {
        history.row(1, 1);
        assertInvalid(history.verdictOf(expected), HistoryBuilder.key(1), "was never attempted");
    }

    @Test
    void so_is_one_that_should_have_been_refused() {
        history.attempt(1, attempt -> Rewrite.with(attempt, "valid", false)).row(1, 1);
        assertInvalid(history.verdictOf(expected), "is not a valid event");
    }

    @Test
    void an_empty_warehouse_shows_nothing() {
        assertUnknown(history.verdictOf(expected), "no rows");
    }
}
