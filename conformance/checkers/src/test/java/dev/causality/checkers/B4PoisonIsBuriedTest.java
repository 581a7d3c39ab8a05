package dev.causality.checkers;

import static dev.causality.checkers.Verdicts.assertInvalid;
import static dev.causality.checkers.Verdicts.assertUnknown;
import static dev.causality.checkers.Verdicts.assertValid;
import static org.assertj.core.api.Assertions.assertThat;

import dev.causality.checkers.history.ClientEvent.PoisonAttempt;
import org.junit.jupiter.api.Test;

final class B4PoisonIsBuriedTest {
    private final Checker checker = new B4PoisonIsBuried();
    private final HistoryBuilder history = new HistoryBuilder();

    @Test
    void b4_poison_that_is_dead_with_its_bytes_among_stored_neighbours_is_in_order() {
        history.message(1, 1).poison("x", 2, 20).message(3, 3);
        history.row(1, 1).row(3, 3).dead(2, 20).finished(3);
        assertValid(history.verdictOf(checker));
    }

    @Test
    void b4_poison_that_is_gone_without_a_dead_letter_is_not() {
        history.poison("x", 2, 20).message(2, null, HistoryBuilder.sha(20)).finished(2);
        assertInvalid(history.verdictOf(checker), "x (undecodable, sequence 2) is not among the dead letters");
    }

    @Test
    void b4_the_dead_letter_has_the_bytes_that_were_published() {
        history.poison("x", 2, 20).dead(2, 21).finished(2);
        assertInvalid(history.verdictOf(checker), "other bytes");
    }

    @Test
    void b4_poison_is_not_stored() {
        history.poison("x", 2, 20).dead(2, 20).row(2, 2).finished(2);
        assertInvalid(history.verdictOf(checker), "is stored");
    }

    @Test
    void b4_nothing_but_poison_is_dead() {
        history.poison("x", 2, 20).dead(2, 20).dead(5, 5).finished(5);
        assertInvalid(history.verdictOf(checker), "sequence 5 is dead", "was no poison");
    }

    @Test
    void b4_a_neighbour_of_poison_is_stored() {
        history.message(1, 1).poison("x", 2, 20).dead(2, 20).finished(2);
        assertInvalid(history.verdictOf(checker), "sequence 1, next to the poison at sequence 2, is not stored");
    }

    @Test
    void b4_a_second_delivery_without_a_fault_is_one_too_many() {
        history.at(1000).poison("x", 2, 20).at(2000).dead(2, 20, 2).finished(2);
        assertInvalid(history.verdictOf(checker), "delivered 2 times");
    }

    @Test
    void b4_its_own_publication_is_no_excuse_for_delivering_poison_again() {
        history.at(1000).poison("x", 2, 20).started("stream", "stream").fault("x", "poison", "stream", 999, 1000);
        history.at(2000).dead(2, 20, 4).finished(2);
        assertInvalid(history.verdictOf(checker), "delivered 4 times");
    }

    @Test
    void b4_a_second_delivery_is_in_order_where_a_worker_may_have_died() {
        history.at(1000).poison("x", 2, 20).started("sink-1", "sink").fault("f", "kill", "sink-1", 1500, 1600);
        history.at(9000).dead(2, 20, 2).finished(2);
        assertValid(history.verdictOf(checker));
    }

    @Test
    void b4_a_fault_before_the_poison_or_after_the_burial_is_no_excuse() {
        history.started("sink-1", "sink")
                .fault("f", "kill", "sink-1", 500, 600)
                .fault("g", "kill", "sink-1", 8000, 9000);
        history.at(1000).poison("x", 2, 20).at(2000).dead(2, 20, 2).finished(2);
        assertInvalid(history.verdictOf(checker), "delivered 2 times");
    }

    @Test
    void b4_a_store_that_is_away_is_no_excuse() {
        history.at(1000).poison("x", 2, 20).started("store", "store").fault("f", "outage", "store", 500, 9000);
        history.at(9000).dead(2, 20, 2).finished(2);
        assertInvalid(history.verdictOf(checker), "delivered 2 times");
    }

    @Test
    void b4_poison_that_was_never_confirmed_may_be_dead_or_not() {
        history.poison("x", 2, 20).dead(2, 20).finished(2);
        history.add(new PoisonAttempt(0, "y", "empty", "events.x", 10, HistoryBuilder.sha(30)));
        assertValid(history.verdictOf(checker));
        assertThat(history.dead(3, 30).verdictOf(checker)).isInstanceOf(Verdict.Valid.class);
    }

    @Test
    void b4_poison_without_a_confirmation_may_be_dead_though_its_bytes_are_those_of_one_that_was_confirmed() {
        history.poison("x", 2, 20).dead(2, 20).finished(3);
        history.add(new PoisonAttempt(0, "y", "empty", "events.x", 10, HistoryBuilder.sha(20)));
        assertValid(history.dead(3, 20).verdictOf(checker));
    }

    @Test
    void b4_poison_without_a_confirmation_excuses_one_death() {
        history.poison("x", 2, 20).dead(2, 20).finished(4);
        history.add(new PoisonAttempt(0, "y", "empty", "events.x", 10, HistoryBuilder.sha(30)));
        history.dead(3, 30).dead(4, 30);
        assertInvalid(history.verdictOf(checker), "sequence 4 is dead", "was no poison");
    }

    @Test
    void b4_poison_that_waits_leaves_the_question_open() {
        history.poison("x", 2, 20).message(2, null, HistoryBuilder.sha(20)).consumer(1, 1, 1, 1, 0, 0);
        assertUnknown(history.verdictOf(checker), "1 poison messages are not finished");
    }

    @Test
    void b4_without_poison_nothing_is_known() {
        assertUnknown(history.verdictOf(checker), "no poison was published");
    }
}
