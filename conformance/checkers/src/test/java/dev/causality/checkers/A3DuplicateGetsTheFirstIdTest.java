package dev.causality.checkers;

import static dev.causality.checkers.Verdicts.assertInvalid;
import static dev.causality.checkers.Verdicts.assertUnknown;
import static dev.causality.checkers.Verdicts.assertValid;

import dev.causality.checkers.history.ClientEvent.Result;
import java.util.Locale;
import org.junit.jupiter.api.Test;

final class A3DuplicateGetsTheFirstIdTest {
    private final Checker checker = new A3DuplicateGetsTheFirstId();
    private final HistoryBuilder history = new HistoryBuilder();

    @Test
    void a3_two_acceptances_under_one_id_are_in_order() {
        history.accepted(1).accepted(1).row(1, 1);
        assertValid(history.verdictOf(checker));
    }

    @Test
    void a3_two_ids_for_one_key_are_not() {
        history.accepted(1).attempt(1).outcome(Result.ACCEPTED, 200, "other");
        assertInvalid(history.verdictOf(checker), "accepted under the ids [id-1, other]");
    }

    @Test
    void a3_a_key_in_other_case_is_the_same_key() {
        String upper = "ABCDEF00-0000-7000-8000-000000000001";
        history.attempt(1, attempt -> Rewrite.with(attempt, "idempotencyKey", upper))
                .outcome(Result.ACCEPTED, 200, "one");
        history.attempt(1, attempt -> Rewrite.with(attempt, "idempotencyKey", upper.toLowerCase(Locale.ROOT)))
                .outcome(Result.ACCEPTED, 200, "two");
        assertInvalid(history.verdictOf(checker), "[one, two]");
    }

    @Test
    void a3_the_stored_id_is_the_accepted_one() {
        history.accepted(1).accepted(1).row(2, 1, row -> Rewrite.with(row, "idempotencyKey", HistoryBuilder.key(1)));
        assertInvalid(history.verdictOf(checker), "accepted as [id-1] and is stored as [id-2]");
    }

    @Test
    void a3_an_id_that_the_client_chose_stays() {
        history.attempt(1, attempt -> Rewrite.with(attempt, "eventId", "mine")).outcome(Result.ACCEPTED, 200, "theirs");
        assertInvalid(history.verdictOf(checker), "sent as [mine] and accepted as [theirs]");
    }

    @Test
    void a3_without_a_repeated_acceptance_nothing_is_known() {
        history.accepted(1).row(1, 1).unknown(2).accepted(2).row(2, 2);
        assertUnknown(history.verdictOf(checker), "no event was accepted twice");
    }
}
