package dev.causality.conformance.contract.differential;

import static org.assertj.core.api.Assertions.assertThat;

import dev.causality.conformance.contract.differential.Played.Arrival;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The second step of a run, from 120 ms to 240 ms. */
class TimekeepingTest {

    private static final long MILLI = 1_000_000;
    private static final long FROM = 120 * MILLI;
    private static final long UNTIL = 240 * MILLI;

    private final Timekeeping timekeeping = new Timekeeping(Tempo.FAST);

    private Optional<String> step(long tookMillis, long pulseMillis, Long... dueMillis) {
        Played simulated = new Played("done", FROM, List.of());
        Played real = new Played("done", FROM + tookMillis * MILLI, List.of());
        List<Long> due =
                List.of(dueMillis).stream().map(millis -> millis * MILLI).toList();
        return timekeeping.disturbance(FROM, UNTIL, due, simulated, real, pulseMillis * MILLI);
    }

    @Test
    void h4_the_order_is_proven_when_what_falls_due_is_further_from_the_steps_than_anything_was_late() {
        assertThat(step(5, 2, 160L, 200L)).isEmpty();
    }

    @Test
    void h4_an_operation_that_was_under_way_when_something_fell_due_proves_nothing() {
        assertThat(step(40, 2, 160L)).hasValueSatisfying(why -> assertThat(why).contains("under way"));
    }

    @Test
    void h4_something_that_fell_due_shortly_before_the_next_step_proves_nothing_when_timers_were_late() {
        assertThat(step(5, 2, 220L)).isEmpty();
        assertThat(step(5, 7, 220L)).hasValueSatisfying(why -> assertThat(why).contains("after the next operation"));
    }

    @Test
    void h4_what_was_late_once_is_late_from_then_on() {
        assertThat(step(15, 2)).isEmpty();
        assertThat(step(1, 0, 220L)).isPresent();
    }

    @Test
    void h4_things_that_fall_due_together_may_and_things_that_fall_due_one_after_the_other_need_room() {
        assertThat(step(5, 1, 160L, 160L)).isEmpty();
        assertThat(step(5, 2, 160L, 170L)).isPresent();
    }

    @Test
    void h4_a_delivery_counts_as_late_as_it_came() {
        Played simulated = new Played("done", FROM, List.of(new Arrival(160 * MILLI, "1")));
        Played real = new Played("done", FROM + MILLI, List.of(new Arrival(185 * MILLI, "1")));

        assertThat(timekeeping.disturbance(FROM, UNTIL, List.of(160 * MILLI), simulated, real, 0))
                .isEmpty();
        assertThat(step(1, 0, 220L)).isPresent();
    }

    @Test
    void h4_something_that_came_in_the_next_step_proves_nothing() {
        Played simulated = new Played("done", FROM, List.of(new Arrival(160 * MILLI, "1")));
        Played real = new Played("done", FROM + MILLI, List.of(new Arrival(UNTIL, "1")));

        assertThat(timekeeping.disturbance(FROM, UNTIL, List.of(), simulated, real, 0))
                .isPresent();
    }

    @Test
    void h4_a_run_that_is_a_whole_step_behind_proves_nothing() {
        assertThat(step(1, 60)).isPresent();
        assertThat(step(121, 0)).isPresent();
    }
}
