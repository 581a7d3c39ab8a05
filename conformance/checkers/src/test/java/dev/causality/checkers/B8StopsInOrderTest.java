package dev.causality.checkers;

import static dev.causality.checkers.Verdicts.assertInvalid;
import static dev.causality.checkers.Verdicts.assertUnknown;
import static dev.causality.checkers.Verdicts.assertValid;

import dev.causality.checkers.history.ProcessEvent.Signal;
import org.junit.jupiter.api.Test;

final class B8StopsInOrderTest {
    private final Checker checker = new B8StopsInOrder();
    private final HistoryBuilder history = new HistoryBuilder().started("sink-1", "sink");

    /** A stop at 20 s, exit at 21 s, with samples before and after. */
    private HistoryBuilder stop(int exitCode, long deliveriesAfter) {
        history.at(19_900).consumer(100, 100, 90, 0, 10, 0);
        history.at(20_000).signalled("sink-1", Signal.TERM).at(21_000).exited("sink-1", exitCode);
        return history.at(26_500).consumer(deliveriesAfter, 200, 200, 0, 0, 0);
    }

    @Test
    void b8_exit_0_without_a_redelivery_is_in_order() {
        assertValid(stop(0, 200).verdictOf(checker));
    }

    @Test
    void b8_its_own_fault_window_and_poison_are_no_other_fault() {
        stop(0, 200).fault("f", "terminate", "sink-1", 20_000, 22_000).fault("x", "poison", "stream", 20_000, 20_000);
        assertValid(history.verdictOf(checker));
    }

    @Test
    void b8_another_exit_code_is_not_in_order() {
        assertInvalid(stop(143, 200).verdictOf(checker), "SIGTERM to sink-1 at 20000 ms made it exit with 143");
    }

    @Test
    void b8_a_redelivery_after_it_is_not_in_order() {
        assertInvalid(stop(0, 203).verdictOf(checker), "followed by 3 redeliveries");
    }

    @Test
    void b8_a_process_that_does_not_end_is_not_in_order() {
        history.at(20_000).signalled("sink-1", Signal.TERM);
        assertInvalid(history.verdictOf(checker), "did not end it");
    }

    @Test
    void b8_nor_is_one_that_takes_too_long_whatever_is_broken() {
        history.at(20_000).signalled("sink-1", Signal.TERM).at(32_000).exited("sink-1", 137);
        history.fault("f", "outage", "store", 15_000, 40_000);
        assertInvalid(history.verdictOf(checker), "took 12000 ms");
    }

    @Test
    void b8_with_a_store_away_it_may_exit_with_any_code() {
        stop(0, 200);
        history.at(60_000).signalled("sink-1", Signal.TERM).at(61_000).exited("sink-1", 1);
        history.fault("f", "outage", "store", 50_000, 70_000);
        assertValid(history.verdictOf(checker));
    }

    @Test
    void b8_redeliveries_near_another_fault_cannot_be_laid_at_its_door() {
        stop(0, 203).fault("f", "kill", "sink-2", 15_000, 15_100);
        assertUnknown(history.verdictOf(checker), "while nothing else was broken");
    }

    @Test
    void b8_a_sample_from_before_the_ack_wait_has_passed_shows_nothing() {
        history.at(19_900).consumer(100, 100, 90, 0, 10, 0);
        history.at(20_000).signalled("sink-1", Signal.TERM).at(21_000).exited("sink-1", 0);
        history.at(25_900).consumer(200, 200, 200, 0, 0, 0);
        assertUnknown(history.verdictOf(checker), "while nothing else was broken");
    }

    @Test
    void b8_without_a_stop_nothing_is_known() {
        assertUnknown(history.verdictOf(checker), "no sink was stopped");
    }
}
