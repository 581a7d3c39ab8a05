package dev.causality.conformance.contract.differential;

import static org.assertj.core.api.Assertions.assertThat;

import dev.causality.conformance.contract.differential.Comparison.Different;
import dev.causality.conformance.contract.differential.Step.Ack;
import dev.causality.conformance.contract.differential.Step.Look;
import dev.causality.conformance.contract.differential.Step.Publish;
import dev.causality.conformance.contract.differential.Step.Pull;
import dev.causality.conformance.contract.differential.Step.Wait;
import java.util.List;
import org.junit.jupiter.api.Test;

/** That a comparison can fail, and how it fails. */
class WrongSimulationTest {

    private static final int ATTEMPTS = 10;

    /** One that does not know of acknowledgements. */
    private static Played forgetful(Step step, Played played) {
        String answer =
                step instanceof Look ? played.answer().replace("unanswered 0", "unanswered 1") : played.answer();
        return new Played(answer, played.doneAt(), played.arrivals());
    }

    @Test
    void h4_a_difference_is_found_and_made_as_small_as_it_can_be() throws Exception {
        Publish publish = new Publish("a", 0, 10);
        Script script = new Script(
                new Shape(-1, 100, false, false),
                List.of(publish, publish, new Wait(2), new Pull(2), new Ack(0), new Ack(1), new Look(), publish));

        try (RealServer server = RealServer.start()) {
            StreamComparison comparison = new StreamComparison(server, WrongSimulationTest::forgetful);
            Comparison found = comparison.compareAll(List.of(script)).getFirst();
            for (int attempt = 1; attempt < ATTEMPTS && !(found instanceof Different); attempt++) {
                assertThat(found).isInstanceOf(Comparison.Disturbed.class);
                found = comparison.compareAll(List.of(script)).getFirst();
            }
            assertThat(found)
                    .isInstanceOfSatisfying(
                            Different.class,
                            difference -> assertThat(difference.steps()).isEqualTo(6));

            String report =
                    new Reduction(comparison).reduce(script, (Different) found).report();

            assertThat(report)
                    .endsWith("same(new Shape(-1, 100, false, false),\n        new Look());")
                    .contains("unanswered 0", "but the simulation", "unanswered 1");
        }
    }
}
