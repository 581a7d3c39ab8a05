package dev.causality.checkers;

import static dev.causality.checkers.Verdicts.assertInvalid;
import static dev.causality.checkers.Verdicts.assertUnknown;
import static dev.causality.checkers.Verdicts.assertValid;

import dev.causality.checkers.history.TapEvent.ConnectionUnparsable;
import dev.causality.checkers.history.TapEvent.Speaker;
import dev.causality.checkers.history.TapEvent.StoreAnswered;
import dev.causality.checkers.history.TapEvent.StoreRequested;
import dev.causality.checkers.history.WireEvent.AckKind;
import dev.causality.checkers.history.WireEvent.PutCarried;
import dev.causality.checkers.history.WireEvent.PutRequested;
import dev.causality.checkers.history.WireEvent.RowIdentity;
import java.util.List;
import org.junit.jupiter.api.Test;

final class B1AckAfterDurableTest {
    private final Checker checker = new B1AckAfterDurable();
    private final HistoryBuilder history = new HistoryBuilder();

    @Test
    void b1_an_acknowledgement_after_the_confirmed_upload_is_in_order() {
        history.put("p", "k", 1, 2).putAnswered("p", 200);
        acknowledged(1).acknowledged(2);
        assertValid(history.verdictOf(checker));
    }

    @Test
    void b1_an_acknowledgement_before_the_response_is_early() {
        history.put("p", "k", 1);
        acknowledged(1);
        history.putAnswered("p", 200);
        assertInvalid(history.verdictOf(checker), "sequence 1 was acknowledged by sink-1", "no object that holds it");
    }

    @Test
    void b1_an_upload_of_others_a_refused_one_and_silence_hold_nothing() {
        history.put("a", "k1", 7).putAnswered("a", 200);
        history.put("b", "k2", 1).putAnswered("b", 503);
        history.put("c", "k3", 1).putAnswered("c", 0);
        acknowledged(1);
        assertInvalid(history.verdictOf(checker), "sequence 1");
    }

    @Test
    void b1_a_refused_create_shows_that_the_earlier_attempt_had_worked() {
        history.put("p", "k", 1).putAnswered("p", 0);
        history.put("q", "k", 1).putAnswered("q", 412);
        acknowledged(1);
        assertValid(history.verdictOf(checker));
    }

    @Test
    void b1_a_fence_that_is_refused_shows_that_the_rows_are_there() {
        history.put("p", "k", 1).putAnswered("p", 0);
        history.put("fence", "k").putAnswered("fence", 412);
        acknowledged(1);
        history.found("k", 1);
        assertValid(history.verdictOf(checker));
    }

    @Test
    void b1_a_fence_that_is_stored_leaves_the_rows_homeless() {
        history.put("p", "k", 1).putAnswered("p", 0);
        history.put("fence", "k").putAnswered("fence", 200);
        acknowledged(1);
        assertInvalid(history.verdictOf(checker), "sequence 1");
    }

    @Test
    void b1_an_object_that_could_have_been_replaced_is_not_taken_for_what_was_found_at_the_end() {
        history.put("p", "k", false, 1).putAnswered("p", 0);
        history.put("q", "k").putAnswered("q", 412);
        acknowledged(1);
        history.found("k", 1);
        assertInvalid(history.verdictOf(checker), "sequence 1");
    }

    @Test
    void b1_a_look_that_finds_the_object_shows_that_it_is_there_and_one_that_does_not_shows_nothing() {
        history.put("p", "k", 1).putAnswered("p", 0);
        history.add(new StoreRequested(0, "r", "sink-1", "HEAD_OBJECT", "k")).add(new StoreAnswered(0, "r", 404));
        acknowledged(1);
        assertInvalid(history.verdictOf(checker), "sequence 1");
        HistoryBuilder found = new HistoryBuilder().put("p", "k", 1).putAnswered("p", 0);
        found.add(new StoreRequested(0, "r", "sink-1", "HEAD_OBJECT", "k")).add(new StoreAnswered(0, "r", 200));
        assertValid(found.answered("sink-1", 1, 1, AckKind.ACK).verdictOf(checker));
    }

    @Test
    void b1_rows_without_a_sequence_are_known_by_their_event() {
        history.add(new PutRequested(0, "p", "sink-1", "k", 1, HistoryBuilder.sha(1), true));
        history.add(new PutCarried(
                0, "p", List.of(new RowIdentity(HistoryBuilder.APP, HistoryBuilder.key(1), HistoryBuilder.id(1), 0))));
        history.putAnswered("p", 200);
        acknowledged(5);
        assertValid(history.message(1, 5).verdictOf(checker));
    }

    @Test
    void b1_other_answers_than_acknowledgements_need_nothing() {
        history.put("p", "k", 1).putAnswered("p", 200);
        acknowledged(1);
        history.answered("sink-1", 2, 1, AckKind.TERM).answered("sink-1", 3, 1, AckKind.NAK);
        assertValid(history.verdictOf(checker));
    }

    @Test
    void b1_without_taps_or_with_a_blind_one_nothing_is_shown() {
        assertUnknown(history.verdictOf(checker), "no acknowledgement was seen");
        acknowledged(1);
        assertUnknown(history.verdictOf(checker), "no upload was seen");
        history.add(new PutRequested(0, "p", "sink-1", "k", 1, HistoryBuilder.sha(1), true));
        assertUnknown(history.verdictOf(checker), "nobody knows what 1 uploads carried");
        history.connection("c", "sink-1").add(new ConnectionUnparsable(0, "c", Speaker.CLIENT, "TLS"));
        assertUnknown(history.verdictOf(checker), "did not understand connection c: TLS");
    }

    private B1AckAfterDurableTest acknowledged(long sequence) {
        history.answered("sink-1", sequence, 1, AckKind.ACK);
        return this;
    }
}
