package dev.causality.faults.sim.world.jetstream;

import dev.causality.faults.sim.world.jetstream.StreamServer.ServerSettings;
import dev.causality.ports.ConsumerSpec;
import dev.causality.ports.ConsumerState;
import dev.causality.ports.Header;
import dev.causality.ports.StreamSpec;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A server with a stream S, a consumer C, and a clock in milliseconds. */
final class Bench {

    static final long MILLI = 1_000_000;

    final StreamServer server;
    final List<String> received = new ArrayList<>();
    final List<Delivered> deliveries = new ArrayList<>();
    long now;
    boolean overheard = true;

    Bench(int maxDeliver, int maxAckPending) {
        this(maxDeliver, maxAckPending, -1);
    }

    Bench(int maxDeliver, int maxAckPending, long maxBytes) {
        server = new StreamServer(Instant.parse("2026-11-20T00:00:00Z"), ServerSettings.DEFAULT, () -> overheard);
        server.createStream(
                StreamSettings.of(
                        new StreamSpec("S", List.of("s.>"), Duration.ZERO, maxBytes, 1, Duration.ofMinutes(2), -1)),
                now);
        server.createStream(
                StreamSettings.of(new StreamSpec(
                        "A",
                        List.of("$JS.EVENT.ADVISORY.CONSUMER.*.S.*"),
                        Duration.ZERO,
                        -1,
                        1,
                        Duration.ofMinutes(2),
                        -1)),
                now);
        server.createConsumer("S", new ConsumerSpec("C", ">", Duration.ofSeconds(10), maxAckPending, maxDeliver), now);
    }

    /** Lets time pass, with all that is due on the way. */
    void pass(long millis) {
        long until = now + millis * MILLI;
        while (server.nextTimer() <= until) {
            now = Math.max(now, server.nextTimer());
            server.run(now);
        }
        now = until;
        server.run(now);
    }

    PublishAnswer publish(String text) {
        return server.publish("s.x", List.of(), text.getBytes(StandardCharsets.UTF_8), now);
    }

    PublishAnswer publish(String id, String text) {
        return server.publish(
                "s.x", List.of(new Header("Nats-Msg-Id", id)), text.getBytes(StandardCharsets.UTF_8), now);
    }

    void publish(int count) {
        for (int i = 1; i <= count; i++) {
            publish("message " + i);
        }
    }

    /** Asks for messages; they are appended to {@link #deliveries}, and as text to {@link #received}. */
    void pull(int batch, long forMillis) {
        server.pull("S", "C", new Pull(batch, 0, now + forMillis * MILLI, false, inbox()), now);
    }

    private Inbox inbox() {
        return new Inbox() {
            @Override
            public boolean listening() {
                return true;
            }

            @Override
            public void message(Delivered delivered) {
                deliveries.add(delivered);
                received.add(delivered.message().sequence() + "x"
                        + delivered.address().deliveries());
            }

            @Override
            public void end(PullEnd end) {
                received.add(end.name());
            }
        };
    }

    void answer(int delivery, AckAnswer answer) {
        server.answer(deliveries.get(delivery).address(), answer, now);
    }

    void ack(int delivery) {
        answer(delivery, new AckAnswer.Ack());
    }

    void nak(int delivery, long delayMillis) {
        answer(delivery, new AckAnswer.Nak(delayMillis * MILLI));
    }

    ConsumerState state() {
        return server.consumerState("S", "C").orElseThrow();
    }

    long advisories() {
        return server.streamState("A").orElseThrow().messages();
    }
}
