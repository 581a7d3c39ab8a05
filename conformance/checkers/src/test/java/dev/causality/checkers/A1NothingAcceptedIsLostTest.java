package dev.causality.checkers;

import static dev.causality.checkers.Verdicts.assertInvalid;
import static dev.causality.checkers.Verdicts.assertUnknown;
import static dev.causality.checkers.Verdicts.assertValid;
import static org.assertj.core.api.Assertions.assertThat;

import dev.causality.checkers.history.StreamEvent.MessageLost;
import dev.causality.checkers.history.StreamEvent.SequenceReused;
import org.junit.jupiter.api.Test;

final class A1NothingAcceptedIsLostTest {
    private final Checker checker = new A1NothingAcceptedIsLost();
    private final HistoryBuilder history = new HistoryBuilder();

    @Test
    void a1_stored_dead_or_unfinished_is_not_lost() {
        history.accepted(1).accepted(2).accepted(3).message(1, 1).message(2, 2).message(3, 3);
        history.row(1, 1).dead(2, 2).consumer(2, 2, 2, 1, 0, 0);
        assertValid(history.verdictOf(checker));
    }

    @Test
    void a1_an_accepted_event_that_is_nowhere_is_lost() {
        history.accepted(1).accepted(2).row(1, 1);
        assertInvalid(history.verdictOf(checker), "p event 2", HistoryBuilder.key(2));
    }

    @Test
    void a1_a_copy_in_the_stream_that_the_consumer_has_finished_with_saves_nothing() {
        history.accepted(1).message(1, 1).finished(1);
        assertInvalid(history.verdictOf(checker), "neither stored nor dead nor still in the stream");
    }

    @Test
    void a1_an_event_without_success_may_be_missing() {
        history.accepted(1).row(1, 1).unknown(2);
        assertValid(history.verdictOf(checker));
    }

    @Test
    void a1_losses_are_placed_among_the_accepted_events_of_their_publisher() {
        for (int event = 1; event <= 6; event++) {
            history.accepted(event);
        }
        history.row(3, 3).row(5, 5);
        assertThat(history.verdictOf(checker))
                .isInstanceOfSatisfying(
                        Verdict.Invalid.class,
                        invalid -> assertThat(invalid.summary())
                                .contains("4 of 6 accepted events", "p: prefix 2, middle 1, postfix 1 of 6"));
    }

    @Test
    void a1_what_the_server_lost_in_a_power_cut_is_counted_by_itself() {
        history.accepted(1).accepted(2).accepted(3).row(1, 1);
        history.add(new MessageLost(0, "S", 2, HistoryBuilder.APP + ":" + HistoryBuilder.key(2)));
        history.add(new SequenceReused(0, "S", 2, HistoryBuilder.APP + ":" + HistoryBuilder.key(3)));
        assertThat(history.verdictOf(checker))
                .isInstanceOfSatisfying(
                        Verdict.Valid.class,
                        valid ->
                                assertThat(valid.shown()).contains("1 lost by the server", "1 taken for one of those"));
    }

    @Test
    void a1_what_else_is_lost_after_a_power_cut_is_the_services_fault() {
        history.accepted(1).accepted(2).accepted(3).row(1, 1);
        history.add(new MessageLost(0, "S", 2, HistoryBuilder.APP + ":" + HistoryBuilder.key(2)));
        assertInvalid(history.verdictOf(checker), "p event 3", HistoryBuilder.key(3));
    }

    @Test
    void a1_without_an_accepted_event_nothing_is_known() {
        history.unknown(1);
        assertUnknown(history.verdictOf(checker), "no event was accepted");
    }
}
