package dev.causality.adapters.nats;

import dev.causality.kernel.Cancellation;
import dev.causality.kernel.CancellationSource;
import dev.causality.kernel.Deadline;
import dev.causality.kernel.Kernel;
import dev.causality.kernel.Kernels;
import dev.causality.ports.ConsumerSpec;
import dev.causality.ports.Delivery;
import dev.causality.ports.EventConsumer;
import dev.causality.ports.EventConsumer.FetchOutcome;
import dev.causality.ports.EventStream;
import dev.causality.ports.Publication;
import dev.causality.ports.PublishOutcome;
import dev.causality.ports.PublishOutcome.Confirmed;
import dev.causality.ports.StreamSpec;
import dev.causality.testservers.NatsServer;
import io.nats.client.Connection;
import io.nats.client.JetStreamManagement;
import io.nats.client.Nats;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** A connection to a server, and streams, messages and deadlines as the tests want them. */
final class NatsFixture implements AutoCloseable {

    static final Kernel KERNEL = Kernels.jdk();
    static final Cancellation NEVER = Cancellation.NEVER;
    static final long MANY_BYTES = 64L * 1024 * 1024;

    private static final AtomicInteger NAMES = new AtomicInteger();
    private static final Duration PING = Duration.ofMillis(300);

    private final NatsServer server;
    private final NatsStreams streams;
    private final Deque<Runnable> owned = new ArrayDeque<>();

    NatsFixture(NatsServer server) {
        this.server = server;
        this.streams = NatsStreams.connect(config(server), KERNEL);
        owned.push(streams::close);
    }

    /** On a server of its own, which ends with it. */
    static NatsFixture onNewServer() {
        return onNewServer(NatsServer.builder());
    }

    static NatsFixture onNewServer(NatsServer.Builder builder) {
        NatsServer server = builder.start();
        NatsFixture fixture = new NatsFixture(server);
        fixture.owned.addLast(server::close);
        return fixture;
    }

    NatsServer server() {
        return server;
    }

    /** Impatient settings, so that a lost server is noticed within a second. */
    static NatsConfig config(NatsServer server) {
        return NatsConfig.of(server.url(), "test").withTimeouts(Duration.ofSeconds(1), Duration.ofSeconds(1), PING);
    }

    NatsStreams streams() {
        return streams;
    }

    static Deadline soon() {
        return in(Duration.ofSeconds(20));
    }

    static Deadline in(Duration duration) {
        return KERNEL.deadlineIn(duration);
    }

    static Deadline inMillis(long millis) {
        return in(Duration.ofMillis(millis));
    }

    static String newName() {
        return "T" + NAMES.incrementAndGet();
    }

    /** A stream that captures {@code <name>.>}. */
    static StreamSpec spec(String name) {
        return new StreamSpec(name, List.of(name + ".>"), Duration.ZERO, -1, 1, Duration.ofMinutes(2), -1);
    }

    static StreamSpec spec(String name, long maxBytes) {
        return new StreamSpec(name, List.of(name + ".>"), Duration.ZERO, maxBytes, 1, Duration.ofMinutes(2), -1);
    }

    static ConsumerSpec consumerSpec(Duration ackWait) {
        return new ConsumerSpec("worker", ">", ackWait, 10_000, -1);
    }

    EventStream newStream() {
        return streams.open(spec(newName()), soon());
    }

    EventConsumer consumer(EventStream stream) {
        return consumer(stream, Duration.ofSeconds(30));
    }

    EventConsumer consumer(EventStream stream, Duration ackWait) {
        return streams.consumer(stream, consumerSpec(ackWait), soon());
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static Publication message(EventStream stream, String text) {
        return new Publication(stream.name() + ".x", "", List.of(), bytes(text));
    }

    static Publication message(EventStream stream, String id, String text) {
        return new Publication(stream.name() + ".x", id, List.of(), bytes(text));
    }

    /** Publishes and returns the sequence; fails unless confirmed. */
    static long publish(EventStream stream, String text) {
        return confirmed(stream.publish(message(stream, text), soon(), NEVER));
    }

    static void publish(EventStream stream, int count) {
        List<Publication> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            all.add(message(stream, "message " + i));
        }
        stream.publishAll(all, soon(), NEVER).forEach(NatsFixture::confirmed);
    }

    static long confirmed(PublishOutcome outcome) {
        if (outcome instanceof Confirmed(long sequence, boolean _)) {
            return sequence;
        }
        throw new AssertionError("not confirmed: " + outcome);
    }

    /** Publishes one by one, trying each until it is confirmed; every message has an id, so that none is there twice. */
    void publishWhenConnected(EventStream stream, int count) {
        for (int i = 0; i < count; i++) {
            Publication publication = message(stream, stream.name() + "-again-" + i, "message " + i);
            while (!(stream.publish(publication, in(Duration.ofSeconds(2)), NEVER) instanceof Confirmed)) {
                KERNEL.sleep(Duration.ofMillis(50), Cancellation.NEVER);
            }
        }
    }

    /** One fetch; fails unless it brings messages or none. */
    static List<Delivery> fetch(EventConsumer consumer, int max, long millis) {
        FetchOutcome outcome = consumer.fetch(max, MANY_BYTES, inMillis(millis), NEVER);
        if (outcome instanceof FetchOutcome.Fetched(List<Delivery> deliveries)) {
            return deliveries;
        }
        throw new AssertionError("not fetched: " + outcome);
    }

    /** Fetches until so many have come; whatever else happens on the way is passed over. */
    static List<Delivery> fetchAll(EventConsumer consumer, int count) {
        Deadline deadline = soon();
        List<Delivery> all = new ArrayList<>();
        while (all.size() < count && !deadline.passed(KERNEL)) {
            if (consumer.fetch(count, MANY_BYTES, inMillis(500), NEVER)
                    instanceof FetchOutcome.Fetched(List<Delivery> deliveries)) {
                all.addAll(deliveries);
            }
        }
        if (all.size() < count) {
            throw new AssertionError("only " + all.size() + " of " + count + " came");
        }
        return all;
    }

    static String text(Delivery delivery) {
        return new String(delivery.payload(), StandardCharsets.UTF_8);
    }

    static void cancelAfter(Duration delay, CancellationSource cancellation) {
        KERNEL.start("canceller", () -> {
            KERNEL.sleep(delay, Cancellation.NEVER);
            cancellation.cancel();
        });
    }

    /** Another client, which does what our adapter does not. */
    Connection admin() {
        try {
            return Nats.connect(server.url());
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException("cannot connect to " + server, e);
        }
    }

    /** The same as {@link #admin}, for as long as the fixture lasts. */
    JetStreamManagement management() {
        Connection admin = admin();
        owned.push(() -> close(admin));
        try {
            return admin.jetStreamManagement();
        } catch (IOException e) {
            throw new IllegalStateException("cannot manage " + server, e);
        }
    }

    @Override
    public void close() {
        owned.forEach(Runnable::run);
    }

    private static void close(Connection connection) {
        try {
            connection.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
