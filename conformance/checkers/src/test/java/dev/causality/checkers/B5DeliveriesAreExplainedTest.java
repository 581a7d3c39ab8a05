package dev.causality.checkers;

import static dev.causality.checkers.Verdicts.assertInvalid;
import static dev.causality.checkers.Verdicts.assertUnknown;
import static dev.causality.checkers.Verdicts.assertValid;
import static org.assertj.core.api.Assertions.assertThat;

import dev.causality.checkers.history.ProcessEvent.Signal;
import dev.causality.checkers.history.WireEvent.AckKind;
import org.junit.jupiter.api.Test;

/** The ack wait of these histories is five seconds. */
final class B5DeliveriesAreExplainedTest {
    private static final String SINK = "sink-1";
    private static final String OTHER = "sink-2";

    private final Checker checker = new B5DeliveriesAreExplained();
    private final HistoryBuilder history = new HistoryBuilder();

    @Test
    void b5_one_delivery_and_one_acknowledgement_are_in_order() {
        history.delivered(SINK, 1, 1).answered(SINK, 1, 1, AckKind.ACK);
        assertShown("1 deliveries; 0 redeliveries");
    }

    @Test
    void b5_a_negative_acknowledgement_explains_the_next_delivery_once_its_delay_is_over() {
        history.delivered(SINK, 1, 1).at(10).answered(SINK, 1, 1, AckKind.NAK, 2000);
        history.at(2010).delivered(OTHER, 1, 2);
        assertShown("1 after a negative acknowledgement");
        assertInvalid(
                redelivered(10, AckKind.NAK, 2000, 1000), "came 1000 ms after the last sign of life", "delivery 2");
    }

    @Test
    void b5_a_negative_acknowledgement_explains_one_step_only() {
        history.delivered(SINK, 1, 1).answered(SINK, 1, 1, AckKind.NAK);
        history.at(10).delivered(SINK, 1, 2).at(20).delivered(SINK, 1, 3);
        assertInvalid(history.verdictOf(checker), "delivery 3 of sequence 1");
    }

    @Test
    void b5_two_negative_acknowledgements_of_one_holder_and_the_next_explain_two_steps() {
        history.delivered(SINK, 1, 1).answered(SINK, 1, 1, AckKind.NAK);
        history.at(10).delivered(OTHER, 1, 2).at(20).answered(OTHER, 1, 2, AckKind.NAK);
        history.at(30).delivered(SINK, 1, 3);
        assertShown("2 after a negative acknowledgement");
    }

    @Test
    void b5_the_ack_wait_explains_the_next_delivery_and_in_progress_puts_it_off() {
        assertValid(redelivered(4000, AckKind.IN_PROGRESS, 0, 9000));
        assertInvalid(redelivered(4000, AckKind.IN_PROGRESS, 0, 5000), "1000 ms after the last sign of life");
    }

    @Test
    void b5_an_in_progress_of_another_holder_puts_it_off_too() {
        history.delivered(SINK, 1, 1).at(4000).answered(OTHER, 1, 1, AckKind.IN_PROGRESS);
        history.at(5000).delivered(OTHER, 1, 2);
        assertInvalid(history.verdictOf(checker), "1000 ms after");
    }

    @Test
    void b5_what_misses_the_timer_by_little_or_crosses_is_ambiguous() {
        history.delivered(SINK, 1, 1).at(4600).delivered(SINK, 1, 2);
        assertShown("1 ambiguous");
        HistoryBuilder crossing = new HistoryBuilder();
        crossing.delivered(SINK, 1, 1).at(4990).answered(SINK, 1, 1, AckKind.IN_PROGRESS);
        assertThat(crossing.at(5000).delivered(SINK, 1, 2).verdictOf(checker).toString())
                .contains("1 ambiguous");
    }

    @Test
    void b5_too_much_ambiguity_shows_nothing() {
        for (int sequence = 1; sequence <= 51; sequence++) {
            history.delivered(SINK, sequence, 1);
        }
        history.at(4600);
        for (int sequence = 1; sequence <= 51; sequence++) {
            history.delivered(SINK, sequence, 2);
        }
        assertUnknown(history.verdictOf(checker), "51 cases are too near to a timer");
    }

    @Test
    void b5_an_acknowledged_message_does_not_come_again_unless_the_acknowledgement_was_lost() {
        assertInvalid(redelivered(1000, AckKind.ACK, 0, 5000), "although the message had been acknowledged");
        assertInvalid(redelivered(1000, AckKind.TERM, 0, 5000), "although the message had been acknowledged");
        history.connection("c", SINK).delivered(SINK, 1, 1).at(1000).answered(SINK, 1, 1, AckKind.ACK);
        history.at(1001).closed("c").at(5000).delivered(SINK, 1, 2);
        assertShown("1 after the ack wait");
    }

    @Test
    void b5_an_in_progress_that_was_lost_with_its_connection_puts_nothing_off_for_sure() {
        history.connection("c", SINK).delivered(SINK, 1, 1).at(4000).answered(SINK, 1, 1, AckKind.IN_PROGRESS);
        history.at(4001).closed("c").at(5000).delivered(OTHER, 1, 2);
        assertShown("1 ambiguous");
    }

    @Test
    void b5_a_delivery_that_nobody_saw_needs_a_connection_that_was_cut() {
        history.connection("c", SINK).delivered(SINK, 1, 1).at(6000).delivered(OTHER, 1, 3);
        assertInvalid(history.verdictOf(checker), "the 2 steps before delivery 3", "no connection was cut");
        HistoryBuilder cut = new HistoryBuilder().connection("c", SINK).delivered(SINK, 1, 1);
        cut.at(10).closed("c").at(6000).delivered(OTHER, 1, 3);
        assertValid(cut.verdictOf(checker));
        HistoryBuilder killed = new HistoryBuilder().delivered(SINK, 1, 1);
        killed.at(10).exited(SINK, 137).at(6000).delivered(OTHER, 1, 3);
        assertValid(killed.verdictOf(checker));
    }

    @Test
    void b5_a_first_delivery_that_nobody_saw_needs_one_too() {
        history.delivered(SINK, 1, 2);
        assertInvalid(history.verdictOf(checker), "the 1 steps before delivery 2");
        HistoryBuilder cut = new HistoryBuilder().connection("c", SINK).closed("c");
        assertValid(cut.at(10).delivered(SINK, 1, 2).verdictOf(checker));
    }

    @Test
    void b5_while_the_server_is_broken_its_timers_and_its_counts_explain_nothing() {
        history.started("stream", "stream").delivered(SINK, 1, 1).fault("f", "kill", "stream", 100, 500);
        history.at(600).delivered(SINK, 1, 2).at(601).answered(SINK, 1, 2, AckKind.ACK);
        assertShown("1 while the server was broken");
        HistoryBuilder back = new HistoryBuilder().started("stream", "stream").delivered(SINK, 1, 2);
        back.connection("c", SINK).closed("c").fault("f", "kill", "stream", 100, 500);
        back.at(600).delivered(SINK, 1, 2);
        assertInvalid(
                new HistoryBuilder().delivered(SINK, 1, 1).delivered(SINK, 1, 1).verdictOf(checker), "after");
    }

    @Test
    void b5_poison_breaks_neither_the_server_nor_a_holder() {
        history.started("stream", "stream").fault("x", "poison", "stream", 0, 9000);
        history.delivered(SINK, 1, 1).at(1000).delivered(SINK, 1, 2);
        assertInvalid(history.verdictOf(checker), "1000 ms after the last sign of life");
        HistoryBuilder late =
                new HistoryBuilder().fault("x", "poison", "stream", 0, 9000).delivered(SINK, 1, 1);
        assertInvalid(late.at(6000).answered(SINK, 1, 1, AckKind.NAK).verdictOf(checker), "when its lease was over");
    }

    @Test
    void b5_a_delivery_has_one_terminal_answer_and_an_acknowledgement_may_be_repeated() {
        history.delivered(SINK, 1, 1).answered(SINK, 1, 1, AckKind.ACK).answered(SINK, 1, 1, AckKind.ACK);
        assertShown("1 acknowledgements repeated");
        history.answered(SINK, 1, 1, AckKind.NAK);
        assertInvalid(history.verdictOf(checker), "NAK of delivery 1", "follows a ACK of the same delivery");
    }

    @Test
    void b5_no_answer_but_an_acknowledgement_comes_after_the_lease() {
        assertValid(late(AckKind.ACK));
        assertInvalid(late(AckKind.NAK), "6000 ms after the last sign of life, when its lease was over");
        assertInvalid(late(AckKind.IN_PROGRESS), "when its lease was over");
    }

    @Test
    void b5_a_late_answer_of_a_process_that_was_stopped_is_ambiguous() {
        history.delivered(SINK, 1, 1).signalled(SINK, Signal.STOP).fault("f", "pause", SINK, 100, 5900);
        history.at(6000).answered(SINK, 1, 1, AckKind.IN_PROGRESS);
        assertShown("1 answers late while something was broken");
    }

    @Test
    void b5_without_a_tap_nothing_is_shown() {
        assertUnknown(history.verdictOf(checker), "no delivery was seen");
    }

    private Verdict late(AckKind answer) {
        HistoryBuilder late = new HistoryBuilder().delivered(SINK, 1, 1);
        return late.at(6000).answered(SINK, 1, 1, answer).verdictOf(checker);
    }

    private Verdict redelivered(long answerMillis, AckKind answer, long delayMillis, long againMillis) {
        HistoryBuilder story = new HistoryBuilder().delivered(SINK, 1, 1);
        story.at(answerMillis).answered(SINK, 1, 1, answer, delayMillis);
        return story.at(againMillis).delivered(SINK, 1, 2).verdictOf(checker);
    }

    private void assertShown(String said) {
        assertThat(history.verdictOf(checker))
                .isInstanceOfSatisfying(
                        Verdict.Valid.class, valid -> assertThat(valid.shown()).contains(said));
    }
}
