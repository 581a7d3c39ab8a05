package dev.causality.conformance.contract.differential;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class TallyTest {

    private static final List<Script> HUNDRED_STEPS =
            List.of(new Script(new Shape(-1, 1, false, false), Collections.nCopies(100, new Step.Look())));

    private final Tally tally = new Tally();

    @Test
    void h3_a_slow_machine_that_compared_a_part_has_shown_something() {
        tally.add(HUNDRED_STEPS, List.of(new Comparison.Disturbed(6, "busy")));

        assertThat(tally.vacuous()).isFalse();
        assertThat(tally).asString().contains("6 of 100 steps compared", "1 until they were disturbed", "busy");
    }

    @Test
    void h3_next_to_nothing_compared_is_no_pass() {
        assertThat(tally.vacuous()).isTrue();

        tally.add(HUNDRED_STEPS, List.of(new Comparison.Disturbed(4, "busy")));

        assertThat(tally.vacuous()).isTrue();
    }
}
