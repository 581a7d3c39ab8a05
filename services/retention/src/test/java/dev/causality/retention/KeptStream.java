package dev.causality.retention;

import static org.assertj.core.api.Assertions.assertThat;

import dev.causality.adapters.nats.NatsConfig;
import dev.causality.adapters.nats.NatsStreams;
import dev.causality.deadletters.AdvisoryCapture;
import dev.causality.deadletters.AdvisoryStream;
import dev.causality.deadletters.DeadLetters;
import dev.causality.deadletters.Origin;
import dev.causality.deadletters.Settler;
import dev.causality.kernel.Cancellation;
import dev.causality.kernel.Deadline;
import dev.causality.kernel.Kernel;
import dev.causality.kernel.Kernels;
import dev.causality.kernel.telemetry.Part;
import dev.causality.kernel.telemetry.Telemetry;
import dev.causality.ports.Answer;
import dev.causality.ports.ConsumerSpec;
import dev.causality.ports.Delivery;
import dev.causality.ports.EventConsumer;
import dev.causality.ports.EventConsumer.FetchOutcome;
import dev.causality.ports.EventStream;
import dev.causality.ports.Publication;
import dev.causality.ports.PublishOutcome;
import dev.causality.ports.PublishOutcome.Confirmed;
import dev.causality.ports.StreamState;
import dev.causality.testservers.NatsServer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;

/** A stream on a real server that two hundred events fill, its consumers, and its keepers. */
final class KeptStream implements AutoCloseable {

    /** Much less than the server would take: these streams are small. */
    private static final long LARGEST_MESSAGE = 4 * 1024;

    static final Kernel KERNEL = Kernels.jdk();
    static final Duration LONG = Duration.ofHours(1);
    static final String SINK = "warehouse-sink";
    static final long MAX_BYTES = 200_000;

    private static final byte[] BODY = new byte[1_000];

    final NatsServer server = NatsServer.start();
    final NatsStreams streams = NatsStreams.connect(
            NatsConfig.of(server.url(), "test")
                    .withTimeouts(Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofSeconds(1)),
            KERNEL);
    final EventStream events;
    final Telemetry telemetry = Telemetry.of(KERNEL, Part.KEEPER);
    private final Duration window;
    private final List<Runnable> closing = new ArrayList<>();
    private int published;

    KeptStream(Duration window) {
        this.window = window;
        this.events = open();
    }

    EventStream open() {
        return streams.open(EventsStream.spec("EVENTS", MAX_BYTES, window, 1), soon());
    }

    int published() {
        return published;
    }

    @Override
    public void close() {
        closing.forEach(Runnable::run);
        streams.close();
        server.close();
    }

    Keeper keeper(Duration maxAge, String... consumers) {
        return keeper(maxAge, Duration.ZERO, consumers);
    }

    Keeper keeper(Duration maxAge, Duration tolerance, String... consumers) {
        return keeper(maxAge, tolerance, new TreeMap<>(), consumers);
    }

    Keeper keeper(Duration maxAge, Duration tolerance, SortedMap<String, SafetyNet> nets, String... consumers) {
        KeeperConfig config = new KeeperConfig(
                List.of(consumers),
                maxAge,
                window,
                0.8,
                0.6,
                Duration.ofMillis(200),
                tolerance,
                Duration.ofMillis(100));
        Keeper keeper = Keeper.start(KERNEL, events, state().created(), nets, () -> LARGEST_MESSAGE, config, telemetry);
        closing.add(() -> keeper.stop(soon()));
        return keeper;
    }

    EventStream advisories() {
        return streams.open(AdvisoryStream.streamSpec("ADVISORIES", "EVENTS", Duration.ofDays(1), 1), soon());
    }

    void capture(Origin origin, EventStream advisories, Settler settler) {
        EventStream graves = streams.open(DeadLetters.streamSpec("DLQ", Duration.ofDays(1), -1, 1), soon());
        AdvisoryCapture capture = AdvisoryCapture.start(
                KERNEL,
                events,
                streams.consumer(advisories, AdvisoryStream.consumerSpec(origin), soon()),
                new DeadLetters(KERNEL, graves, streams::maxPayloadBytes, origin, Optional.empty()),
                settler,
                telemetry);
        closing.add(() -> capture.stop(soon()));
    }

    EventConsumer consumer(String name, int maxDeliver) {
        return streams.consumer(
                events, new ConsumerSpec(name, "events.>", Duration.ofSeconds(30), 10_000, maxDeliver), soon());
    }

    void fill() {
        while (publish() instanceof Confirmed) {
            assertThat(published).isLessThan(1_000);
        }
    }

    PublishOutcome publish() {
        return publish("event " + published);
    }

    PublishOutcome publish(String id) {
        PublishOutcome outcome = events.publish(
                new Publication("events.shop.custom.x", id, List.of(), BODY), soon(), Cancellation.NEVER);
        if (outcome instanceof Confirmed) {
            published++;
        }
        return outcome;
    }

    static void ack(EventConsumer consumer, int count) {
        fetch(consumer, count).forEach(delivery -> consumer.ackConfirmed(delivery.receipt(), soon()));
    }

    static List<Delivery> fetch(EventConsumer consumer, int count) {
        List<Delivery> all = new ArrayList<>();
        Deadline deadline = soon();
        while (all.size() < count && !deadline.passed(KERNEL)) {
            all.addAll(fetch(consumer, count - all.size(), Duration.ofSeconds(1)));
        }
        assertThat(all).hasSize(count);
        return all;
    }

    static void fetchSome(EventConsumer consumer) {
        fetch(consumer, 1, Duration.ofMillis(300));
    }

    static List<Delivery> fetch(EventConsumer consumer, int count, Duration wait) {
        return consumer.fetch(count, 64L * 1024 * 1024, KERNEL.deadlineIn(wait), Cancellation.NEVER)
                        instanceof FetchOutcome.Fetched(List<Delivery> deliveries)
                ? deliveries
                : List.of();
    }

    StreamState state() {
        return known(() -> events.state(soon()));
    }

    String metrics() {
        return new String(telemetry.scrape("").body(), StandardCharsets.UTF_8);
    }

    static Deadline soon() {
        return KERNEL.deadlineIn(Duration.ofSeconds(20));
    }

    /** The answer; asks again while there is none, as after a restart of the server. */
    static <T> T known(Supplier<Answer<T>> question) {
        Deadline deadline = soon();
        Answer<T> answer = question.get();
        while (answer instanceof Answer.Unavailable<T> && !deadline.passed(KERNEL)) {
            KERNEL.sleep(Duration.ofMillis(50), Cancellation.NEVER);
            answer = question.get();
        }
        if (answer instanceof Answer.Known<T>(T value)) {
            return value;
        }
        throw new AssertionError("not known: " + answer);
    }
}
