package dev.causality.conformance.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.causality.checkers.history.StreamEvent.DeadLetter;
import dev.causality.kernel.logging.Logging;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.BeforeContainer;
import net.jqwik.api.statistics.Statistics;

/**
 * The two properties that this project exists for, over the simulated world. A case shrinks by having fewer requests and
 * faults: both are lists that jqwik cuts.
 */
class DeliveryPropertiesTest {

    private static final int TRIES = 40;
    private static final List<String> NO_LOSS = List.of("A1", "B1", "B2", "LIVENESS", "PROGRESS", "CRASH");
    private static final List<String> COUNTS = List.of("B5", "M1", "C1", "LIVENESS", "PROGRESS", "CRASH");

    @BeforeContainer
    static void silence() {
        Logging.off();
    }

    @Property(tries = TRIES, seed = "20261121", shrinking = ShrinkingMode.BOUNDED)
    void a1_no_loss_after_ack(@ForAll("cases") Case drawn) {
        RunResult result = SimulatedRun.run(drawn);

        collect(result);
        assertThat(result.broken())
                .filteredOn(broken -> NO_LOSS.contains(broken.invariant()))
                .isEmpty();
    }

    @Property(tries = TRIES, seed = "20261121", shrinking = ShrinkingMode.BOUNDED)
    void b5_redelivery_counts_are_correct(@ForAll("cases") Case drawn) {
        RunResult result = SimulatedRun.run(drawn);

        collect(result);
        assertThat(result.broken())
                .filteredOn(broken -> COUNTS.contains(broken.invariant()))
                .isEmpty();
        if (drawn.tuning().maxDeliver() > 0) {
            assertThat(result.history().all(DeadLetter.class))
                    .allMatch(entry -> entry.deliveries() <= drawn.tuning().maxDeliver());
        }
    }

    /** Cases drawn from seeds, of which jqwik then cuts requests, poison and faults. */
    @Provide
    Arbitrary<Case> cases() {
        return Arbitraries.longs().between(1, 1_000_000).withoutEdgeCases().flatMap(seed -> {
            Case whole = CaseDrawer.draw(seed, Scenario.STANDARD);
            Arbitrary<Integer> requests =
                    Arbitraries.integers().between(1, whole.requests().size());
            Arbitrary<Integer> faults =
                    Arbitraries.integers().between(0, whole.faults().size());
            return net.jqwik.api.Combinators.combine(requests, faults)
                    .as((some, few) -> whole.with(
                            whole.requests().subList(0, some),
                            whole.poison(),
                            whole.faults().subList(0, few)));
        });
    }

    /** Shown with the results: a run in which nothing came twice would show little. */
    private static void collect(RunResult result) {
        long repeats = result.exercised().getOrDefault("redeliveries", 0L);
        Statistics.label("redeliveries").collect(repeats == 0 ? "none" : repeats < 10 ? "some" : "many");
        Statistics.label("faults that hit")
                .collect(result.exercised().entrySet().stream()
                        .anyMatch(entry -> entry.getKey().startsWith("fault ") && entry.getValue() > 0));
    }
}
