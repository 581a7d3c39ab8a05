package dev.causality.conformance.contract.properties;

import static org.assertj.core.api.Assertions.assertThat;

import dev.causality.conformance.contract.RealS3;
import dev.causality.conformance.contract.SimulatedStage;
import dev.causality.conformance.contract.Stage;
import dev.causality.conformance.contract.differential.StoreOperation;
import dev.causality.faults.sim.world.World;
import dev.causality.ports.ObjectStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.jspecify.annotations.Nullable;

/** Whatever is done to them, the simulated object store and a real one answer the same. */
class StoreDifferencesTest {

    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final List<String> KEYS = List.of(
            "p/a", "p/a b", "p/a-b", "p/B", "p/b/c.parquet", "p/b/c", "p/b/year=2026/x", "p/\u00fc", "q/a", "q+r");

    private static @Nullable RealS3 s3;
    private static int tries;

    @BeforeContainer
    static void start() {
        s3 = new RealS3();
    }

    @AfterContainer
    static void stop() {
        Objects.requireNonNull(s3).close();
    }

    @Provide
    Arbitrary<List<StoreOperation>> operations() {
        Arbitrary<String> key = Arbitraries.of(KEYS);
        Arbitrary<StoreOperation> put = Combinators.combine(
                        key,
                        Arbitraries.integers().between(0, 9),
                        Arbitraries.of(0, 1, 5_000),
                        Arbitraries.of(true, true, false))
                .as(StoreOperation.Put::new);
        Arbitrary<StoreOperation> listing = Combinators.combine(
                        Arbitraries.of("", "p/", "p/b/", "p/a", "q", "none"),
                        Arbitraries.of("", "p/a", "p/a b", "p/b/", "q"),
                        Arbitraries.of(1, 2, 100))
                .as(StoreOperation.Listing::new);
        return Arbitraries.frequencyOf(
                        Tuple.of(5, put),
                        Tuple.of(2, key.map(StoreOperation.Head::new)),
                        Tuple.of(2, key.map(StoreOperation.Get::new)),
                        Tuple.of(2, listing))
                .list()
                .ofMinSize(3)
                .ofMaxSize(30);
    }

    @Property
    void h4_operations_on_the_simulated_store_and_on_a_real_one_are_answered_alike(
            @ForAll("operations") List<StoreOperation> operations) throws Exception {
        String folder = "try-" + ++tries + "/";
        RealS3 real = Objects.requireNonNull(s3);

        assertThat(played(new SimulatedStage<>(1, World::objects), folder, operations))
                .isEqualTo(played(Stage.of(real.kernel(), real.store()), folder, operations));
    }

    private static List<String> played(Stage<ObjectStore> stage, String folder, List<StoreOperation> operations)
            throws Exception {
        List<String> answers = new ArrayList<>();
        stage.play((kernel, store) -> {
            for (StoreOperation operation : operations) {
                String answer = operation.on(store, folder, kernel.deadlineIn(LIMIT));
                answers.add(operation + " -> " + answer);
            }
        });
        return answers;
    }
}
