package dev.causality.conformance.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.causality.testservers.NatsServer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.LongStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import net.jqwik.api.statistics.Statistics;
import org.jspecify.annotations.Nullable;

/**
 * A message is delivered once, once more for each negative acknowledgement and for each ack wait that runs out, never after
 * a final answer and never beyond the limit: by a real server, as our adapter shows it. A case shrinks by having fewer
 * messages and answers.
 */
class RealRedeliveriesPropertyTest {

    private static final int TRIES = 3;
    private static final int MOST_BEFORE_THE_LAST = 3;
    private static final int MOST_SILENCES = 2;

    private static @Nullable NatsServer server;
    private static int tried;
    private static long redelivered;

    @BeforeContainer
    static void start() {
        server = NatsServer.start();
    }

    @AfterContainer
    static void stop() {
        Objects.requireNonNull(server).close();
        assertThat(redelivered).as("redeliveries compared").isPositive();
    }

    /** What is done with the deliveries of each message, in order; then how often each may be delivered. */
    record Plan(List<List<AnsweringConsumer.Answer>> answers, int maxDeliver) {

        long expected(int message) {
            int wanted = answers.get(message).size();
            return maxDeliver > 0 ? Math.min(maxDeliver, wanted) : wanted;
        }
    }

    @Provide
    Arbitrary<Plan> plans() {
        Arbitrary<List<AnsweringConsumer.Answer>> before = Arbitraries.of(
                        AnsweringConsumer.Answer.SILENCE, AnsweringConsumer.Answer.HAND_BACK)
                .list()
                .ofMaxSize(MOST_BEFORE_THE_LAST)
                .filter(answers -> answers.stream()
                                .filter(AnsweringConsumer.Answer.SILENCE::equals)
                                .count()
                        <= MOST_SILENCES);
        Arbitrary<AnsweringConsumer.Answer> last =
                Arbitraries.of(AnsweringConsumer.Answer.ACKNOWLEDGE, AnsweringConsumer.Answer.TERMINATE);
        Arbitrary<List<AnsweringConsumer.Answer>> message = Combinators.combine(before, last)
                .as((answers, end) -> {
                    List<AnsweringConsumer.Answer> all = new ArrayList<>(answers);
                    all.add(end);
                    return all;
                });
        return Combinators.combine(message.list().ofMinSize(1).ofMaxSize(30), Arbitraries.of(-1, 2, 3))
                .as(Plan::new);
    }

    @Property(tries = TRIES, seed = "20261121", shrinking = ShrinkingMode.BOUNDED)
    void b5_redelivery_counts_are_correct_over_a_real_server(@ForAll("plans") Plan plan) {
        try (AnsweringConsumer consumer =
                new AnsweringConsumer(Objects.requireNonNull(server), "TRY-" + ++tried, plan.maxDeliver())) {
            List<Long> sequences = consumer.publish(plan.answers());
            long total = LongStream.range(0, sequences.size())
                    .map(message -> plan.expected((int) message))
                    .sum();
            consumer.answerUntilQuiet(total);
            Assume.that(consumer.late().size() < sequences.size());

            long repeats = total - sequences.size();
            Statistics.label("redeliveries").collect(repeats == 0 ? "none" : repeats < 10 ? "some" : "many");
            Statistics.label("limit").collect(plan.maxDeliver());
            for (int message = 0; message < sequences.size(); message++) {
                long sequence = sequences.get(message);
                if (!consumer.late().contains(sequence)) {
                    List<Long> counts = consumer.counts(sequence);
                    redelivered += counts.size() - 1;
                    assertThat(counts)
                            .as("%s, at most %d times", plan.answers().get(message), plan.maxDeliver())
                            .containsExactlyElementsOf(LongStream.rangeClosed(1, plan.expected(message))
                                    .boxed()
                                    .toList());
                }
            }
        }
    }
}
