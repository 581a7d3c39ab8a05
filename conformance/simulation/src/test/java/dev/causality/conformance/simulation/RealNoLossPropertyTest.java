package dev.causality.conformance.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.causality.kernel.logging.Logging;
import dev.causality.testservers.S3Server;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tuple;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import net.jqwik.api.statistics.Statistics;
import org.jspecify.annotations.Nullable;

/**
 * The property that this project exists for, over a real message server and a real store: few tries, where
 * {@link DeliveryPropertiesTest} has many over simulated ones. A case shrinks by having fewer steps and events.
 */
class RealNoLossPropertyTest {

    private static final int TRIES = 3;

    private static @Nullable S3Server s3;
    private static int tried;

    @BeforeContainer
    static void start() {
        Logging.off();
        s3 = S3Server.start();
    }

    @AfterContainer
    static void stop() {
        Objects.requireNonNull(s3).close();
    }

    /** What happens next, while clients that have begun go on. */
    private enum What {
        SEND,
        KILL_SINK,
        STOP_SINK,
        RESTART_SERVER,
        LOSE_ANSWERS
    }

    /**
     * A step.
     *
     * @param pauseMillis before it
     * @param number events of a batch, or answers that are lost
     */
    record Step(What what, int pauseMillis, int number) {

        void on(RealPipeline pipeline) {
            pipeline.pause(Duration.ofMillis(pauseMillis));
            switch (what) {
                case SEND -> pipeline.send(number);
                case KILL_SINK -> pipeline.killSink();
                case STOP_SINK -> pipeline.stopSink();
                case RESTART_SERVER -> pipeline.restartServer();
                case LOSE_ANSWERS -> pipeline.loseAnswers(number);
            }
        }
    }

    @Provide
    Arbitrary<List<Step>> steps() {
        Arbitrary<What> faults =
                Arbitraries.of(What.KILL_SINK, What.KILL_SINK, What.STOP_SINK, What.RESTART_SERVER, What.LOSE_ANSWERS);
        Arbitrary<What> whats = Arbitraries.frequencyOf(Tuple.of(1, Arbitraries.just(What.SEND)), Tuple.of(1, faults));
        return Combinators.combine(
                        whats,
                        Arbitraries.integers().between(0, 300),
                        Arbitraries.integers().between(2, 60))
                .as(Step::new)
                .list()
                .ofMinSize(5)
                .ofMaxSize(9);
    }

    @Property(tries = TRIES, seed = "20261121", shrinking = ShrinkingMode.BOUNDED)
    void a1_no_loss_after_ack_over_real_servers(@ForAll("steps") List<Step> steps) {
        try (RealPipeline pipeline = new RealPipeline(Objects.requireNonNull(s3), "bucket-" + ++tried, tried)) {
            pipeline.loseAnswers(1);
            pipeline.send(20);
            steps.forEach(step -> step.on(pipeline));
            pipeline.rest();

            for (What what : What.values()) {
                Statistics.label(what.name())
                        .collect(steps.stream()
                                .filter(step -> step.what() == what)
                                .count());
            }
            assertThat(pipeline.rows())
                    .hasSizeGreaterThanOrEqualTo(20)
                    .containsAll(pipeline.accepted())
                    .doesNotHaveDuplicates();
        }
    }
}
