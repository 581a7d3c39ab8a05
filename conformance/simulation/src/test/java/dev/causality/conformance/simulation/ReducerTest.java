package dev.causality.conformance.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.causality.kernel.logging.Logging;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A failing case becomes as small as what it fails by. */
class ReducerTest {

    private static final Case DRAWN = CaseDrawer.draw(18, Scenario.STANDARD);
    private static final RunResult SHAPE = SimulatedRun.run(CaseDrawer.draw(1, Scenario.TINY));

    @BeforeAll
    static void silence() {
        Logging.off();
    }

    @Test
    void h5_what_a_failure_does_not_need_is_left_out() {
        int needed = DRAWN.requests().getLast().events().getLast().number();
        String fault = DRAWN.faults().getLast().name();

        RunResult reduced = Reducer.reduce(
                ran(DRAWN, true),
                smaller -> ran(
                        smaller,
                        smaller.requests().stream()
                                        .flatMap(request -> request.events().stream())
                                        .anyMatch(event -> event.number() == needed)
                                && smaller.faults().stream()
                                        .anyMatch(planned -> planned.name().equals(fault))),
                () -> false);

        assertThat(DRAWN.size()).isGreaterThan(20);
        assertThat(reduced.ran().size()).isEqualTo(2);
        assertThat(reduced.ran().topology().sinks()).isEqualTo(1);
        assertThat(reduced.ran().scheduling().stallChance()).isZero();
    }

    @Test
    void h5_an_event_that_stays_keeps_its_time_when_what_came_before_it_is_left_out() {
        List<PlannedRequest> all =
                List.of(request(0, 100, 1), request(1, 7, 2), request(0, 20, 3), request(0, 3, 4, 5));
        Case whole = DRAWN.with(all, DRAWN.poison(), DRAWN.faults());

        Case cut = whole.sendingOnly(List.of(event(2), event(5)));

        assertThat(cut.requests()).containsExactly(request(1, 7, 2), request(0, 123, 5));
    }

    private static PlannedRequest request(int client, long pauseMillis, int... events) {
        return new PlannedRequest(
                client,
                pauseMillis,
                false,
                IntStream.of(events).mapToObj(ReducerTest::event).toList());
    }

    private static PlannedEvent event(int number) {
        return new PlannedEvent(number, 0, 0, false, true, 0);
    }

    /** The outcome of a run that nobody has to make. */
    private static RunResult ran(Case one, boolean failed) {
        return new RunResult(
                one,
                SHAPE.history(),
                SHAPE.judgement(),
                failed ? List.of(new Truth.Violation("A1", "as the test wants it")) : List.of(),
                SHAPE.hash(),
                SHAPE.steps(),
                SHAPE.simulatedNanos(),
                SHAPE.exercised());
    }
}
