package dev.causality.faults.proxy;

import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamSubscription;
import io.nats.client.PublishOptions;
import io.nats.client.PullSubscribeOptions;
import io.nats.client.api.AckPolicy;
import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.StreamConfiguration;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** What tests have a real client do with a real server: one stream, {@code EVENTS}, with one consumer, {@code sink}. */
public final class NatsSession {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private NatsSession() {}

    /** Makes the stream, publishes a message twice under one id, and makes the consumer. */
    public static JetStreamSubscription open(Connection connection) throws IOException, JetStreamApiException {
        return open(connection, LIMIT);
    }

    /** The same, where what is not answered for so long is delivered again. */
    public static JetStreamSubscription open(Connection connection, Duration ackWait)
            throws IOException, JetStreamApiException {
        connection
                .jetStreamManagement()
                .addStream(StreamConfiguration.builder()
                        .name("EVENTS")
                        .subjects("events.>")
                        .build());
        PublishOptions same = PublishOptions.builder().messageId("id-1").build();
        connection.jetStream().publish("events.a", bytes("one"), same);
        connection.jetStream().publish("events.a", bytes("one"), same);
        ConsumerConfiguration sink = ConsumerConfiguration.builder()
                .durable("sink")
                .ackPolicy(AckPolicy.Explicit)
                .ackWait(ackWait)
                .build();
        return connection
                .jetStream()
                .subscribe(
                        "events.>",
                        PullSubscribeOptions.builder().configuration(sink).build());
    }

    /** Says of a delivery that it takes longer, then that it failed; acknowledges the next one of the same message. */
    public static void failOnce(JetStreamSubscription sink) throws Exception {
        var message = sink.fetch(1, LIMIT).getFirst();
        message.inProgress();
        message.nakWithDelay(Duration.ofMillis(50));
        acknowledge(sink);
    }

    /** Acknowledges the next delivery, and waits until the server knows. */
    public static void acknowledge(JetStreamSubscription sink) throws Exception {
        sink.fetch(1, LIMIT).getFirst().ackSync(LIMIT);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
