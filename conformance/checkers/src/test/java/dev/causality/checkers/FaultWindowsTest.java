package dev.causality.checkers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.causality.checkers.FaultWindows.Window;
import dev.causality.checkers.history.FaultEvent.FaultBegun;
import java.util.List;
import org.junit.jupiter.api.Test;

final class FaultWindowsTest {
    private final HistoryBuilder history = new HistoryBuilder().fault("f", "latency", "sink-1", 10, 20);

    @Test
    void a_fault_that_repeats_is_in_force_each_time() {
        history.faultAgain("f", 30, 40).fault("g", "kill", "sink-2", 32, 36).faultAgain("f", 50, 60);
        assertThat(faultsAt(15)).containsExactly("f");
        assertThat(faultsAt(25)).isEmpty();
        assertThat(faultsAt(35)).containsExactlyInAnyOrder("f", "g");
        assertThat(faultsAt(45)).isEmpty();
        assertThat(faultsAt(55)).containsExactly("f");
        assertThat(faultsAt(65)).isEmpty();
    }

    @Test
    void a_fault_that_did_not_end_when_it_came_again_is_in_force_from_then_on() {
        history.add(new FaultBegun(30_000, "f"));
        assertThat(faultsAt(25)).isEmpty();
        assertThat(faultsAt(1_000_000)).containsExactly("f");
    }

    @Test
    void poison_breaks_nothing() {
        history.fault("x", "poison", "stream", 30, 40);
        assertThat(faultsAt(35)).isEmpty();
    }

    private List<String> faultsAt(long millis) {
        return FaultWindows.of(history.build()).overlapping(millis * 1000, millis * 1000).stream()
                .map(Window::plan)
                .map(plan -> plan.fault())
                .toList();
    }
}
