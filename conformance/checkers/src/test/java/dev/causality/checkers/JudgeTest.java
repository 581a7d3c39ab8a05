package dev.causality.checkers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.causality.checkers.Judgement.Finding;
import dev.causality.checkers.Judgement.Overall;
import dev.causality.checkers.Verdict.Invalid;
import dev.causality.checkers.Verdict.Unknown;
import dev.causality.checkers.Verdict.Valid;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

final class JudgeTest {

    @Test
    void h3_the_worst_verdict_wins() {
        Verdict valid = new Valid("");
        Verdict unknown = new Unknown("why");
        Verdict invalid = new Invalid("how", 1, List.of());
        assertThat(overall(valid, valid)).isEqualTo(Overall.VALID);
        assertThat(overall(valid, unknown, valid)).isEqualTo(Overall.UNKNOWN);
        assertThat(overall(unknown, invalid, valid)).isEqualTo(Overall.INVALID);
        assertThat(overall()).isEqualTo(Overall.UNKNOWN);
    }

    @Test
    void a_history_is_judged_by_what_it_claims_and_by_h3() {
        Judgement judgement =
                Judge.judge(new HistoryBuilder().claims("A1", "B7").accepted(1).build());
        assertThat(judgement.findings()).extracting(Finding::invariant).containsExactly("A1", "B7", "H3");
        assertThat(judgement.broken()).containsExactly("A1");
        assertThat(judgement.overall()).isEqualTo(Overall.INVALID);
    }

    @Test
    void a_claim_that_nobody_can_check_is_unknown() {
        Judgement judgement =
                Judge.judge(new HistoryBuilder().claims("Z9").ended().build());
        assertThat(judgement.overall()).isEqualTo(Overall.UNKNOWN);
    }

    @Test
    void each_invariant_has_one_checker() {
        assertThat(Judge.invariants())
                .doesNotHaveDuplicates()
                .contains("A1", "A3", "B1", "B2", "B4", "B5", "B7", "B8", "C1", "C2");
    }

    @Test
    void the_tally_counts_events_not_attempts() {
        HistoryBuilder history = new HistoryBuilder()
                .accepted(1)
                .accepted(1)
                .unknown(2)
                .accepted(3)
                .accepted(4);
        history.row(1, 1)
                .row(2, 2)
                .row(4, 4)
                .row(4, 5)
                .row(9, 9)
                .poison("x", 6, 6)
                .dead(6, 6)
                .finished(9);
        assertThat(Tally.of(history.build())).isEqualTo(new Tally(4, 3, 4, 1, 1, 1, 1, 1, 1));
    }

    private static Overall overall(Verdict... verdicts) {
        return new Judgement(Arrays.stream(verdicts)
                        .map(verdict -> new Finding("X", "", verdict))
                        .toList())
                .overall();
    }
}
