package dev.causality.checkers;

import static dev.causality.checkers.Verdicts.assertInvalid;
import static dev.causality.checkers.Verdicts.assertUnknown;
import static dev.causality.checkers.Verdicts.assertValid;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class B7OneRowPerMessageTest {
    private final Checker checker = new B7OneRowPerMessage();
    private final HistoryBuilder history = new HistoryBuilder();

    @Test
    void b7_one_row_each_is_in_order() {
        history.row(1, 1).row(2, 2);
        assertValid(history.verdictOf(checker));
    }

    @Test
    void b7_one_sequence_of_two_streams_is_two_messages() {
        history.row(1, 1).row(2, 1, row -> Rewrite.with(row, "streamCreated", "2026-01-01T00:00:00Z"));
        assertValid(history.verdictOf(checker));
    }

    @Test
    void b7_two_rows_of_one_message_are_counted_by_message_and_by_event() {
        history.row(1, 1).row(1, 1);
        assertThat(history.verdictOf(checker))
                .isInstanceOfSatisfying(
                        Verdict.Invalid.class,
                        invalid -> assertThat(invalid.summary())
                                .isEqualTo("1 messages and 1 events have more than one row"));
    }

    @Test
    void b7_two_events_may_not_claim_one_message() {
        history.row(1, 1).row(2, 1);
        assertInvalid(history.verdictOf(checker), "sequence 1 has 2 rows");
    }

    @Test
    void b7_two_messages_may_not_store_one_event() {
        history.row(1, 1).row(1, 2);
        assertInvalid(history.verdictOf(checker), "shop:" + HistoryBuilder.key(1) + " has 2 rows");
    }

    @Test
    void b7_an_empty_warehouse_shows_nothing() {
        assertUnknown(history.verdictOf(checker), "no rows");
    }
}
