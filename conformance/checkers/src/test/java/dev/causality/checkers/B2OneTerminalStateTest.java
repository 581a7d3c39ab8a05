package dev.causality.checkers;

import static dev.causality.checkers.Verdicts.assertInvalid;
import static dev.causality.checkers.Verdicts.assertUnknown;
import static dev.causality.checkers.Verdicts.assertValid;

import dev.causality.checkers.history.StreamEvent.DeadLetter;
import dev.causality.checkers.history.StreamEvent.MessageInStream;
import org.junit.jupiter.api.Test;

final class B2OneTerminalStateTest {
    private final Checker checker = new B2OneTerminalState();
    private final HistoryBuilder history = new HistoryBuilder();

    @Test
    void b2_stored_or_dead_is_one_terminal_state() {
        history.message(1, 1).message(2, 2).row(1, 1).dead(2, 2).finished(2);
        assertValid(history.verdictOf(checker));
    }

    @Test
    void b2_stored_and_dead_is_one_too_many() {
        history.message(1, 1).row(1, 1).dead(1, 1).finished(1);
        assertInvalid(history.verdictOf(checker), "sequence 1", "is stored and dead");
    }

    @Test
    void b2_finished_and_neither_is_none() {
        history.message(1, 1).message(2, 2).row(2, 2).finished(2);
        assertInvalid(history.verdictOf(checker), "sequence 1", "neither stored nor dead");
    }

    @Test
    void b2_a_message_below_the_ack_floor_is_finished_while_others_are_not() {
        history.message(1, 1).message(2, 2).consumer(1, 1, 1, 1, 0, 0);
        assertInvalid(history.verdictOf(checker), "sequence 1");
    }

    @Test
    void b2_poison_has_to_end_somewhere_too() {
        history.message(1, null, HistoryBuilder.sha(9)).finished(1);
        assertInvalid(history.verdictOf(checker), "without a message id");
    }

    @Test
    void b2_the_dead_letter_of_another_consumer_says_nothing() {
        DeadLetter other = history.deadLetter(1, 1, 1);
        history.message(1, 1).row(1, 1).finished(1);
        history.add(new DeadLetter(
                0,
                1,
                other.messageId(),
                other.originalSubject(),
                other.stream(),
                other.created(),
                "analysis-engine",
                1,
                1,
                "r",
                other.time(),
                other.time(),
                null,
                1,
                other.sha256(),
                null,
                null));
        assertValid(history.verdictOf(checker));
    }

    @Test
    void b2_a_row_of_the_stream_before_this_one_says_nothing_about_this_one() {
        history.message(1, 1).row(1, 1, row -> Rewrite.with(row, "streamCreated", "2026-01-01T00:00:00Z"));
        history.finished(1);
        assertInvalid(history.verdictOf(checker), "sequence 1");
    }

    @Test
    void b2_rows_without_a_sequence_are_known_by_their_event() {
        history.message(1, 7).row(1, 0).finished(7);
        assertValid(history.verdictOf(checker));
    }

    @Test
    void b2_messages_that_the_consumer_does_not_take_are_not_its_business() {
        history.message(1, 1).row(1, 1).finished(1);
        history.add(new MessageInStream(
                0, HistoryBuilder.STREAM, HistoryBuilder.CREATED, 2, "requests.x", null, 1, HistoryBuilder.sha(2)));
        assertValid(history.verdictOf(checker));
    }

    @Test
    void b2_what_is_unfinished_leaves_the_question_open() {
        history.message(1, 1).row(1, 1).message(2, 2).consumer(1, 1, 1, 1, 0, 0);
        assertUnknown(history.verdictOf(checker), "1 of 2 messages are not finished");
    }

    @Test
    void b2_an_empty_stream_shows_nothing() {
        assertUnknown(history.verdictOf(checker), "no message");
    }
}
