package dev.causality.conformance.contract.properties;

import static org.assertj.core.api.Assertions.assertThat;

import dev.causality.conformance.contract.differential.Script;
import dev.causality.conformance.contract.differential.Step;
import dev.causality.conformance.contract.differential.StreamComparison;
import dev.causality.testservers.NatsServer;
import java.util.List;
import java.util.Objects;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import net.jqwik.api.statistics.Statistics;
import org.jspecify.annotations.Nullable;

/**
 * Whatever is done to them, the simulated stream and a real one look the same. A build tries the same cases each time, so
 * that it fails for what it changed and not for what it drew; take the seeds out to look for differences. Those known and
 * not mended yet are in {@code docs/decisions/simulated-servers.md}.
 */
class StreamDifferencesTest {

    private static final String SEED = "3";
    private static final int SIDE_BY_SIDE = 10;

    private static @Nullable NatsServer server;
    private static int compared;

    @BeforeContainer
    static void start() {
        server = NatsServer.start();
    }

    @AfterContainer
    static void stop() {
        started().close();
        assertThat(compared).as("runs that kept their time").isPositive();
    }

    private static NatsServer started() {
        return Objects.requireNonNull(server);
    }

    @Provide
    Arbitrary<List<Script>> scripts() {
        return Steps.scripts(SIDE_BY_SIDE);
    }

    @Provide
    Arbitrary<Script> scriptsWithRestarts() {
        return Steps.scriptWithRestarts();
    }

    @Property(seed = SEED, shrinking = ShrinkingMode.OFF)
    void h4_operations_on_the_simulated_stream_and_on_a_real_one_look_the_same(@ForAll("scripts") List<Script> scripts)
            throws Exception {
        for (Script script : scripts) {
            int most = script.shape().maxDeliver();
            Statistics.label("how often delivered").collect(most < 0 ? "no limit" : most);
            Statistics.label("purges").collect(script.steps().stream().anyMatch(Step.Purge.class::isInstance));
        }
        int kept = new StreamComparison(started()).compareAll(scripts);
        Statistics.label("kept their time").collect(kept);
        Assume.that(kept > 0);
        compared += kept;
    }

    @Property(seed = SEED, shrinking = ShrinkingMode.OFF)
    void h4_they_look_the_same_after_restarts_of_the_server_too(@ForAll("scriptsWithRestarts") Script script)
            throws Exception {
        Assume.that(new StreamComparison(started()).compare(script));
        compared++;
    }
}
