package dev.causality.conformance.contract.properties;

import static org.assertj.core.api.Assertions.assertThat;

import dev.causality.conformance.contract.differential.Comparison;
import dev.causality.conformance.contract.differential.RealServer;
import dev.causality.conformance.contract.differential.Reduction;
import dev.causality.conformance.contract.differential.Script;
import dev.causality.conformance.contract.differential.Step;
import dev.causality.conformance.contract.differential.StreamComparison;
import dev.causality.conformance.contract.differential.Tally;
import java.util.List;
import java.util.Objects;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import net.jqwik.api.statistics.Statistics;
import org.jspecify.annotations.Nullable;

/**
 * Whatever is done to them, the simulated stream and a real one look the same. Each run draws fresh cases and prints their
 * seed. A difference is made small by {@link Reduction}, several tries side by side, because each takes its real time.
 */
class StreamDifferencesTest {

    private static final int SIDE_BY_SIDE = 10;
    private static final int SERVERS_SIDE_BY_SIDE = 3;
    private static final Tally TALLY = new Tally();

    private static @Nullable RealServer server;
    private static @Nullable StreamComparison comparison;

    @BeforeContainer
    static void start() throws Exception {
        server = RealServer.start();
        comparison = new StreamComparison(server);
    }

    @AfterContainer
    static void stop() throws Exception {
        Objects.requireNonNull(server).close();
        System.out.println(TALLY);
        assertThat(TALLY.vacuous()).as(TALLY.toString()).isFalse();
    }

    @Provide
    Arbitrary<List<Script>> scripts() {
        return Steps.scripts(SIDE_BY_SIDE);
    }

    @Provide
    Arbitrary<List<Script>> scriptsWithRestarts() {
        return Steps.scriptsWithRestarts(SERVERS_SIDE_BY_SIDE);
    }

    @Property(shrinking = ShrinkingMode.OFF)
    void h4_operations_on_the_simulated_stream_and_on_a_real_one_look_the_same(@ForAll("scripts") List<Script> scripts)
            throws Exception {
        compareAll(scripts);
    }

    @Property(shrinking = ShrinkingMode.OFF)
    void h4_they_look_the_same_after_restarts_of_the_server_too(@ForAll("scriptsWithRestarts") List<Script> scripts)
            throws Exception {
        compareAll(scripts);
    }

    private static void compareAll(List<Script> scripts) throws Exception {
        for (Script script : scripts) {
            int most = script.shape().maxDeliver();
            Statistics.label("how often delivered").collect(most < 0 ? "no limit" : most);
            Statistics.label("purges").collect(script.steps().stream().anyMatch(Step.Purge.class::isInstance));
        }
        StreamComparison player = Objects.requireNonNull(comparison);
        List<Comparison> comparisons = player.compareAll(scripts);
        TALLY.add(scripts, comparisons);
        for (int i = 0; i < scripts.size(); i++) {
            if (comparisons.get(i) instanceof Comparison.Different different) {
                throw new AssertionError(
                        new Reduction(player).reduce(scripts.get(i), different).report());
            }
        }
    }
}
