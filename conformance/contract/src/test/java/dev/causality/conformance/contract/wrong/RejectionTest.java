package dev.causality.conformance.contract.wrong;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import dev.causality.conformance.contract.DocumentBucketContract;
import dev.causality.conformance.contract.EventConsumerContract;
import dev.causality.conformance.contract.EventStreamContract;
import dev.causality.conformance.contract.ObjectStoreContract;
import dev.causality.conformance.contract.SimulatedStage;
import dev.causality.conformance.contract.Stage;
import dev.causality.faults.sim.world.World;
import dev.causality.ports.EventStreams;
import dev.causality.ports.ObjectStore;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.platform.launcher.EngineFilter;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

/** H4: a suite that accepts everything proves nothing. Each wrong implementation fails the rule that it breaks. */
class RejectionTest {

    private static UnaryOperator<EventStreams> wrongStreams = UnaryOperator.identity();
    private static UnaryOperator<ObjectStore> wrongStore = UnaryOperator.identity();

    static List<Wrong<EventStreams>> streams() {
        return WrongStreams.all();
    }

    static List<Wrong<EventStreams>> consumers() {
        return WrongConsumers.all();
    }

    static List<Wrong<EventStreams>> buckets() {
        return WrongBuckets.all();
    }

    static List<Wrong<ObjectStore>> stores() {
        return WrongStores.all();
    }

    @ParameterizedTest
    @MethodSource("streams")
    void h4_a_wrong_stream_is_rejected(Wrong<EventStreams> wrong) {
        wrongStreams = wrong.make();
        assertThat(brokenBy(StreamSuite.class)).contains(wrong.rule());
    }

    @ParameterizedTest
    @MethodSource("consumers")
    void h4_a_wrong_consumer_is_rejected(Wrong<EventStreams> wrong) {
        wrongStreams = wrong.make();
        assertThat(brokenBy(ConsumerSuite.class)).contains(wrong.rule());
    }

    @ParameterizedTest
    @MethodSource("buckets")
    void h4_a_wrong_bucket_is_rejected(Wrong<EventStreams> wrong) {
        wrongStreams = wrong.make();
        assertThat(brokenBy(BucketSuite.class)).contains(wrong.rule());
    }

    @ParameterizedTest
    @MethodSource("stores")
    void h4_a_wrong_store_is_rejected(Wrong<ObjectStore> wrong) {
        wrongStore = wrong.make();
        assertThat(brokenBy(StoreSuite.class)).contains(wrong.rule());
    }

    /** The ids of the rules that the suite finds broken. */
    private static List<String> brokenBy(Class<?> suite) {
        SummaryGeneratingListener listener = new SummaryGeneratingListener();
        LauncherFactory.create()
                .execute(
                        LauncherDiscoveryRequestBuilder.request()
                                .selectors(selectClass(suite))
                                .filters(EngineFilter.includeEngines("junit-jupiter"))
                                .build(),
                        listener);
        assertThat(listener.getSummary().getTestsFoundCount()).isPositive();
        return listener.getSummary().getFailures().stream()
                .map(failure -> failure.getTestIdentifier().getDisplayName().split("_", 2)[0])
                .toList();
    }

    /** Found by name only. */
    static final class StreamSuite extends EventStreamContract {
        @Override
        protected Stage<EventStreams> stage() {
            return new SimulatedStage<>(2, (world, kernel) -> wrongStreams.apply(world.streams(kernel)));
        }
    }

    /** Found by name only. */
    static final class ConsumerSuite extends EventConsumerContract {
        @Override
        protected Stage<EventStreams> stage() {
            return new SimulatedStage<>(2, (world, kernel) -> wrongStreams.apply(world.streams(kernel)));
        }
    }

    /** Found by name only. */
    static final class BucketSuite extends DocumentBucketContract {
        @Override
        protected Stage<EventStreams> stage() {
            return new SimulatedStage<>(2, (world, kernel) -> wrongStreams.apply(world.streams(kernel)));
        }
    }

    /** Found by name only. */
    static final class StoreSuite extends ObjectStoreContract {
        @Override
        protected Stage<ObjectStore> stage() {
            return new SimulatedStage<>(
                    2,
                    (World world, dev.causality.faults.sim.SimKernel kernel) ->
                            wrongStore.apply(world.objects(kernel)));
        }
    }
}
