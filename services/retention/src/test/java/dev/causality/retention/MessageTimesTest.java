package dev.causality.retention;

import static org.assertj.core.api.Assertions.assertThat;

import dev.causality.kernel.Cancellation;
import dev.causality.kernel.Deadline;
import dev.causality.ports.Answer;
import dev.causality.ports.Answer.Known;
import dev.causality.ports.ConsumerState;
import dev.causality.ports.EventStream;
import dev.causality.ports.Publication;
import dev.causality.ports.PublishOutcome;
import dev.causality.ports.StoredMessage;
import dev.causality.ports.StreamState;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

final class MessageTimesTest {

    private static final Instant ZERO = Instant.parse("2026-11-20T00:00:00Z");

    private final ReadOnlyStream stream = new ReadOnlyStream();
    private final MessageTimes times = new MessageTimes(stream, Deadline.NEVER);

    @Test
    void a4_the_boundary_is_found_exactly() {
        Random random = new Random(1);
        long second = 0;
        for (long sequence = 100; sequence < 400; sequence++) {
            second += random.nextInt(3);
            stream.messages.put(sequence, ZERO.plusSeconds(second));
        }

        for (long cutoff = -1; cutoff <= second + 1; cutoff++) {
            Instant until = ZERO.plusSeconds(cutoff);
            long expected = stream.messages.entrySet().stream()
                    .filter(message -> message.getValue().isAfter(until))
                    .mapToLong(Map.Entry::getKey)
                    .findFirst()
                    .orElse(400);

            assertThat(times.youngerThan(until, 100, 400)).isEqualTo(new Known<>(expected));
        }
    }

    @Test
    void a4_missing_messages_never_make_the_boundary_too_high() {
        Random random = new Random(2);
        for (int run = 0; run < 300; run++) {
            stream.messages.clear();
            int density = 1 + random.nextInt(100);
            for (long sequence = 1; sequence <= 200; sequence++) {
                if (random.nextInt(100) < density) {
                    stream.messages.put(sequence, ZERO.plusSeconds(sequence));
                }
            }
            long cutoff = random.nextInt(220);

            Known<Long> found = (Known<Long>) times.youngerThan(ZERO.plusSeconds(cutoff), 1, 201);

            assertThat(found.value()).isBetween(1L, 201L);
            assertThat(stream.messages.headMap(found.value()).values())
                    .allSatisfy(time -> assertThat(time).isBeforeOrEqualTo(ZERO.plusSeconds(cutoff)));
        }
    }

    @Test
    void a_million_messages_take_some_twenty_reads() {
        stream.everySecond = 1_000_000;

        assertThat(times.youngerThan(ZERO.plusSeconds(654_321), 1, 1_000_001)).isEqualTo(new Known<>(654_322L));
        assertThat(stream.reads).isLessThanOrEqualTo(21);
    }

    @Test
    void a_stream_that_does_not_answer_gives_no_answer() {
        stream.reachable = false;

        assertThat(times.youngerThan(ZERO, 1, 10)).isInstanceOf(Answer.Unavailable.class);
    }

    @Test
    void nothing_to_look_at_takes_no_reads() {
        assertThat(times.youngerThan(ZERO, 7, 7)).isEqualTo(new Known<>(7L));
        assertThat(stream.reads).isZero();
    }

    /** A stream that can be read, and nothing else. */
    private static final class ReadOnlyStream implements EventStream {

        private final TreeMap<Long, Instant> messages = new TreeMap<>();
        private long everySecond;
        private int reads;
        private boolean reachable = true;

        @Override
        public Answer<Optional<StoredMessage>> read(long sequence, Deadline deadline) {
            reads++;
            if (!reachable) {
                return new Answer.Unavailable<>("not connected");
            }
            Optional<Instant> time = sequence <= everySecond
                    ? Optional.of(ZERO.plusSeconds(sequence))
                    : Optional.ofNullable(messages.get(sequence));
            return new Known<>(time.map(at -> new StoredMessage(sequence, at, "s", List.of(), new byte[0])));
        }

        @Override
        public String name() {
            throw new UnsupportedOperationException();
        }

        @Override
        public List<PublishOutcome> publishAll(
                List<Publication> publications, Deadline deadline, Cancellation cancellation) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Answer<Optional<StoredMessage>> readLast(String subject, Deadline deadline) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Answer<StreamState> state(Deadline deadline) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Answer<Optional<ConsumerState>> consumerState(String consumer, Deadline deadline) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Answer<Long> purgeBelow(long sequence, Deadline deadline) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Follower follow() {
            throw new UnsupportedOperationException();
        }
    }
}
