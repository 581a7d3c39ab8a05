package dev.causality.conformance.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.causality.kernel.Cancellation;
import dev.causality.kernel.Deadline;
import dev.causality.kernel.Kernel;
import dev.causality.ports.Answer;
import dev.causality.ports.ConsumerSpec;
import dev.causality.ports.Delivery;
import dev.causality.ports.EventConsumer;
import dev.causality.ports.EventConsumer.FetchOutcome;
import dev.causality.ports.EventStream;
import dev.causality.ports.EventStreams;
import dev.causality.ports.Publication;
import dev.causality.ports.PublishOutcome;
import dev.causality.ports.PublishOutcome.Confirmed;
import dev.causality.ports.StreamSpec;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Streams, consumers and messages as the suites want them. */
final class Cast {

    static final Cancellation NEVER = Cancellation.NEVER;
    static final Duration ACK_WAIT = Duration.ofSeconds(1);
    static final long MANY_BYTES = 64L * 1024 * 1024;

    private static final AtomicInteger NAMES = new AtomicInteger();
    private static final Duration SOON = Duration.ofSeconds(20);

    final Kernel kernel;
    final EventStreams streams;

    Cast(Kernel kernel, EventStreams streams) {
        this.kernel = kernel;
        this.streams = streams;
    }

    static String newName() {
        return "K" + NAMES.incrementAndGet();
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static StreamSpec spec(String name, long maxBytes) {
        return new StreamSpec(name, List.of(name + ".>"), Duration.ZERO, maxBytes, 1, Duration.ofMinutes(2), -1);
    }

    Deadline soon() {
        return kernel.deadlineIn(SOON);
    }

    Deadline in(long millis) {
        return kernel.deadlineIn(Duration.ofMillis(millis));
    }

    void sleep(long millis) {
        kernel.sleep(Duration.ofMillis(millis), NEVER);
    }

    EventStream stream() {
        return streams.open(spec(newName(), -1), soon());
    }

    EventConsumer consumer(EventStream stream) {
        return consumer(stream, ">", 1_000, -1);
    }

    EventConsumer consumer(EventStream stream, String filter, int maxAckPending, int maxDeliver) {
        return streams.consumer(
                stream, new ConsumerSpec("worker", filter, ACK_WAIT, maxAckPending, maxDeliver), soon());
    }

    static Publication message(EventStream stream, String id, String text) {
        return new Publication(stream.name() + ".x", id, List.of(), bytes(text));
    }

    long publish(EventStream stream, String text) {
        return confirmed(stream.publish(message(stream, "", text), soon(), NEVER));
    }

    void publish(EventStream stream, int count) {
        List<Publication> all = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            all.add(message(stream, "", "message " + i));
        }
        stream.publishAll(all, soon(), NEVER).forEach(Cast::confirmed);
    }

    static long confirmed(PublishOutcome outcome) {
        assertThat(outcome).isInstanceOf(Confirmed.class);
        return ((Confirmed) outcome).sequence();
    }

    /** One fetch; fails unless it brings messages or none. */
    List<Delivery> fetch(EventConsumer consumer, int max, long millis) {
        FetchOutcome outcome = consumer.fetch(max, MANY_BYTES, in(millis), NEVER);
        assertThat(outcome).isInstanceOf(FetchOutcome.Fetched.class);
        return ((FetchOutcome.Fetched) outcome).deliveries();
    }

    /** Fetches until so many have come. */
    List<Delivery> fetchAll(EventConsumer consumer, int count) {
        List<Delivery> all = new ArrayList<>();
        Deadline deadline = in(8_000);
        while (all.size() < count && !deadline.passed(kernel)) {
            all.addAll(fetch(consumer, count - all.size(), 500));
        }
        assertThat(all).hasSize(count);
        return all;
    }

    /** What comes in this time, however many fetches it takes. */
    List<Delivery> fetchFor(EventConsumer consumer, long millis) {
        List<Delivery> all = new ArrayList<>();
        Deadline end = in(millis);
        while (!end.passed(kernel)) {
            all.addAll(fetch(consumer, 100, Math.max(1, end.remaining(kernel).toMillis())));
        }
        return all;
    }

    static String text(Delivery delivery) {
        return new String(delivery.payload(), StandardCharsets.UTF_8);
    }

    static <T> T known(Answer<T> answer) {
        assertThat(answer).isInstanceOf(Answer.Known.class);
        return ((Answer.Known<T>) answer).value();
    }
}
