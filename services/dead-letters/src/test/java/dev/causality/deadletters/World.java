package dev.causality.deadletters;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.causality.adapters.nats.NatsConfig;
import dev.causality.adapters.nats.NatsStreams;
import dev.causality.kernel.Cancellation;
import dev.causality.kernel.Deadline;
import dev.causality.kernel.Kernel;
import dev.causality.kernel.Kernels;
import dev.causality.kernel.telemetry.Part;
import dev.causality.kernel.telemetry.Telemetry;
import dev.causality.ports.Answer;
import dev.causality.ports.ConsumerSpec;
import dev.causality.ports.ConsumerState;
import dev.causality.ports.Delivery;
import dev.causality.ports.EventConsumer;
import dev.causality.ports.EventConsumer.FetchOutcome;
import dev.causality.ports.EventStream;
import dev.causality.ports.Header;
import dev.causality.ports.Publication;
import dev.causality.ports.PublishOutcome;
import dev.causality.ports.StreamSpec;
import dev.causality.ports.StreamState;
import dev.causality.testservers.NatsServer;
import io.nats.client.Connection;
import io.nats.client.Nats;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** A real server with a stream of events, the dead letters and the advisories; and one worker of their consumer. */
final class World implements AutoCloseable {

    static final Kernel KERNEL = Kernels.jdk();
    static final String CONSUMER = "warehouse-sink";
    static final int MAX_DELIVER = 2;
    static final Duration ACK_WAIT = Duration.ofSeconds(2);

    private static final Duration CAPTURE_ACK_WAIT = Duration.ofSeconds(4);
    private static final long BATCH_BYTES = 16L * 1024 * 1024;
    private static final StreamSpec EVENTS =
            new StreamSpec("CAUSALITY_EVENTS", List.of("events.>"), Duration.ZERO, -1, 1, Duration.ofMinutes(2), -1);

    final NatsServer server;
    final List<Runnable> closing = new ArrayList<>();

    World(NatsServer server) {
        this.server = server;
    }

    static World start() {
        return new World(NatsServer.start());
    }

    static Deadline soon() {
        return KERNEL.deadlineIn(Duration.ofSeconds(20));
    }

    /** One process: a connection of its own, and everything on it. */
    Instance instance() {
        return instance(Optional.empty());
    }

    Instance instance(Optional<Overflow> overflow) {
        NatsStreams streams = NatsStreams.connect(
                NatsConfig.of(server.url(), "test")
                        .withTimeouts(Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofSeconds(1)),
                KERNEL);
        closing.addFirst(streams::close);
        return new Instance(streams, overflow);
    }

    final class Instance {

        final NatsStreams streams;
        final EventStream events;
        final EventStream graves;
        final EventStream advisories;
        final Origin origin;
        final DeadLetters deadLetters;

        Instance(NatsStreams streams, Optional<Overflow> overflow) {
            this.streams = streams;
            this.events = streams.open(EVENTS, soon());
            this.graves = streams.open(DeadLetters.streamSpec("CAUSALITY_DLQ", Duration.ofDays(30), -1, 1), soon());
            this.advisories = streams.open(
                    AdvisoryStream.streamSpec(AdvisoryStream.DEFAULT_NAME, EVENTS.name(), Duration.ofDays(7), 1),
                    soon());
            this.origin =
                    new Origin(events.name(), known(() -> events.state(soon())).created(), CONSUMER);
            this.deadLetters = new DeadLetters(KERNEL, graves, streams::maxPayloadBytes, origin, overflow);
        }

        EventConsumer worker() {
            return streams.consumer(
                    events, new ConsumerSpec(CONSUMER, "events.>", ACK_WAIT, 1_000, MAX_DELIVER), soon());
        }

        AdvisoryCapture capture(Settler settler) {
            EventConsumer consumer =
                    streams.consumer(advisories, AdvisoryStream.consumerSpec(origin, CAPTURE_ACK_WAIT), soon());
            Telemetry telemetry = Telemetry.of(KERNEL, Part.DEAD_LETTERS);
            AdvisoryCapture capture = AdvisoryCapture.start(KERNEL, events, consumer, deadLetters, settler, telemetry);
            closing.addFirst(() -> capture.stop(soon()));
            return capture;
        }

        long publish(String text) {
            Header header = new Header("X-Trace", text);
            return confirmed(events.publish(
                    new Publication("events.shop.custom.x", "shop:" + text, List.of(header), text.getBytes(UTF_8)),
                    soon(),
                    Cancellation.NEVER));
        }

        PublishOutcome bury(Delivery delivery, Reason reason, String detail) {
            return deadLetters.bury(delivery, reason, detail, soon(), Cancellation.NEVER);
        }

        StreamState state() {
            return known(() -> events.state(soon()));
        }

        ConsumerState workerState() {
            return known(() -> events.consumerState(CONSUMER, soon())).orElseThrow();
        }

        /** Whether the captures have dealt with every advisory that there is. */
        boolean captured() {
            return known(() -> advisories.consumerState(AdvisoryStream.consumerName(CONSUMER), soon()))
                    .filter(state -> state.pending() == 0 && state.ackPending() == 0)
                    .isPresent();
        }

        boolean captureExists() {
            return known(() -> advisories.consumerState(AdvisoryStream.consumerName(CONSUMER), soon()))
                    .isPresent();
        }

        long advised() {
            return known(() -> advisories.state(soon())).messages();
        }

        /** All entries, in the order of the messages that they are about. */
        List<Entry> entries() {
            return known(() -> new Entries(graves, Optional.empty()).newest(10_000, _ -> true, soon())).stream()
                    .sorted(java.util.Comparator.comparingLong(
                            entry -> entry.letter().sequence()))
                    .toList();
        }
    }

    /** Takes deliveries and hands them back until the server gives them up. */
    static void exhaust(EventConsumer worker, int messages) {
        for (int delivery = 1; delivery <= MAX_DELIVER; delivery++) {
            fetch(worker, messages).forEach(taken -> worker.nak(taken.receipt(), Duration.ZERO));
        }
        fetchUpTo(worker, 1, Duration.ofMillis(300));
    }

    static List<Delivery> fetch(EventConsumer worker, int count) {
        List<Delivery> all = new ArrayList<>();
        Deadline deadline = soon();
        while (all.size() < count && !deadline.passed(KERNEL)) {
            all.addAll(fetchUpTo(worker, count - all.size(), Duration.ofSeconds(1)));
        }
        if (all.size() < count) {
            throw new AssertionError("only " + all.size() + " of " + count + " messages came");
        }
        return all;
    }

    static List<Delivery> fetchUpTo(EventConsumer worker, int count, Duration wait) {
        return worker.fetch(count, BATCH_BYTES, KERNEL.deadlineIn(wait), Cancellation.NEVER)
                        instanceof FetchOutcome.Fetched(List<Delivery> deliveries)
                ? deliveries
                : List.of();
    }

    static long confirmed(PublishOutcome outcome) {
        if (outcome instanceof PublishOutcome.Confirmed(long sequence, boolean _)) {
            return sequence;
        }
        throw new AssertionError("not confirmed: " + outcome);
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

    /** Another client, which does what our adapter does not. */
    Connection admin() throws IOException, InterruptedException {
        Connection connection = Nats.connect(server.url());
        closing.addFirst(() -> {
            try {
                connection.close();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        return connection;
    }

    @Override
    public void close() {
        closing.forEach(Runnable::run);
        server.close();
    }
}
