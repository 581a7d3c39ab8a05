package dev.causality.conformance.contract.properties;

import static org.assertj.core.api.Assertions.assertThat;

import dev.causality.conformance.contract.differential.Shape;
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
import org.jspecify.annotations.Nullable;

/** Whatever is done to them, the simulated stream and a real one look the same. */
class StreamDifferencesTest {

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
    Arbitrary<Shape> shapes() {
        return Steps.shapes();
    }

    @Provide
    Arbitrary<List<Step>> steps() {
        return Steps.steps(4, 20);
    }

    @Property(shrinking = ShrinkingMode.OFF)
    void h4_operations_on_the_simulated_stream_and_on_a_real_one_look_the_same(
            @ForAll("shapes") Shape shape, @ForAll("steps") List<Step> steps) throws Exception {
        Assume.that(new StreamComparison(started()).compare(shape, steps));
        compared++;
    }
}
