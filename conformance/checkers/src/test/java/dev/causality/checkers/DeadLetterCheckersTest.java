package dev.causality.checkers;

import static dev.causality.checkers.Verdicts.assertInvalid;
import static dev.causality.checkers.Verdicts.assertUnknown;
import static dev.causality.checkers.Verdicts.assertValid;

import dev.causality.checkers.history.StreamEvent.DeadLetter;
import org.junit.jupiter.api.Test;

final class DeadLetterCheckersTest {
    private final Checker once = new C1OneEntryPerDeadMessage();
    private final Checker complete = new C2EntryIsComplete();
    private final HistoryBuilder history = new HistoryBuilder();

    @Test
    void c1_c2_one_entry_equal_to_its_message_is_in_order() {
        history.message(1, null, HistoryBuilder.sha(1)).dead(1, 1);
        assertValid(history.verdictOf(once));
        assertValid(history.verdictOf(complete));
    }

    @Test
    void c1_two_entries_for_one_message_are_one_too_many() {
        history.dead(1, 1).dead(1, 1);
        assertInvalid(history.verdictOf(once), "sequence 1 has 2 entries, at [1, 2]");
    }

    @Test
    void c1_a_stored_message_is_not_dead() {
        history.dead(1, 1).row(1, 1);
        assertInvalid(history.verdictOf(once), "is dead (entry 1) and stored");
    }

    @Test
    void c1_c2_without_dead_letters_nothing_is_known() {
        assertUnknown(history.verdictOf(once), "nothing is dead");
        assertUnknown(history.verdictOf(complete), "no dead letter could be compared");
    }

    @Test
    void c2_other_bytes_than_the_message_are_a_difference() {
        history.message(1, null, HistoryBuilder.sha(2)).dead(1, 1);
        assertInvalid(history.verdictOf(complete), "has other bytes than its message");
    }

    @Test
    void c2_a_lost_header_is_a_difference() {
        history.message(1, "shop:x", HistoryBuilder.sha(1)).dead(1, 1);
        assertInvalid(history.verdictOf(complete), "has the header Nats-Msg-Id null for shop:x");
    }

    @Test
    void c2_an_entry_without_its_particulars_is_incomplete() {
        history.add(new DeadLetter(
                0,
                9,
                null,
                null,
                HistoryBuilder.STREAM,
                null,
                null,
                0,
                0,
                "",
                null,
                null,
                null,
                -1,
                null,
                "dlq/x",
                null));
        assertInvalid(
                history.verdictOf(complete),
                "entry 9",
                "no message id",
                "no subject",
                "no consumer",
                "no reason",
                "no time",
                "no sequence",
                "no number of deliveries",
                "no bytes that can be fetched");
    }

    @Test
    void c2_the_stream_and_the_subject_are_those_of_the_message() {
        DeadLetter entry = history.deadLetter(1, 1, 1);
        history.message(1, null, HistoryBuilder.sha(1));
        history.add(new DeadLetter(
                0,
                1,
                "m",
                "events.other",
                "OTHER",
                entry.created(),
                entry.consumer(),
                1,
                1,
                "r",
                entry.time(),
                entry.time(),
                null,
                10,
                entry.sha256(),
                null,
                null));
        assertInvalid(history.verdictOf(complete), "names the stream OTHER", "has the subject events.other");
    }
}
