package dev.causality.load;

import dev.causality.v1.EventEnvelope;
import io.nats.client.Connection;
import io.nats.client.JetStream;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamManagement;
import io.nats.client.Nats;
import io.nats.client.Options;
import io.nats.client.api.AckPolicy;
import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.ConsumerInfo;
import io.nats.client.api.DiscardPolicy;
import io.nats.client.api.PublishAck;
import io.nats.client.api.StorageType;
import io.nats.client.api.StreamConfiguration;
import io.nats.client.impl.Headers;
import io.nats.client.impl.NatsMessage;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.concurrent.CompletableFuture;

/** The stream of events, seen by a plain client. */
final class Stream implements AutoCloseable {

    static final String NAME = "CAUSALITY_EVENTS";

    /** The dedup window in force. */
    static final Duration DEDUP_WINDOW = Duration.ofMinutes(2);

    static final long MAX_BYTES = 8L << 30;

    /** Publications under way at once. */
    private static final int IN_FLIGHT = 4_000;

    private final Connection connection;
    private final JetStreamManagement management;
    private final JetStream jetStream;

    Stream(String url) throws IOException, InterruptedException {
        this.connection = Nats.connect(Options.builder()
                .server(url)
                .maxMessagesInOutgoingQueue(100_000)
                .build());
        this.management = connection.jetStreamManagement();
        this.jetStream = connection.jetStream();
    }

    Connection connection() {
        return connection;
    }

    /** Makes the stream in the shape that the services expect, empty. */
    void create() throws IOException, JetStreamApiException {
        if (management.getStreamNames().contains(NAME)) {
            management.deleteStream(NAME);
        }
        management.addStream(StreamConfiguration.builder()
                .name(NAME)
                .subjects("events.>", "requests.>", "responses.>", "anomalies.>")
                .storageType(StorageType.File)
                .discardPolicy(DiscardPolicy.New)
                .maxBytes(MAX_BYTES)
                .duplicateWindow(DEDUP_WINDOW)
                .allowDirect(true)
                .build());
    }

    /** Publishes {@code count} events with message ids; answers how many bytes they have on average. */
    long fill(Events events, int count) throws Exception {
        ArrayDeque<CompletableFuture<PublishAck>> flying = new ArrayDeque<>();
        long bytes = 0;
        for (int i = 0; i < count; i++) {
            EventEnvelope event = events.event(i);
            byte[] payload = event.toByteArray();
            bytes += payload.length;
            flying.add(publish(events.subject(i), event, payload));
            if (flying.size() >= IN_FLIGHT) {
                flying.remove().get();
            }
        }
        for (CompletableFuture<PublishAck> ack : flying) {
            ack.get();
        }
        return bytes / count;
    }

    /** Publishes one event asynchronously, as the gateway does. */
    CompletableFuture<PublishAck> publish(String subject, EventEnvelope event, byte[] payload) {
        Headers headers = new Headers();
        headers.put("Nats-Msg-Id", event.getAppId() + ":" + event.getIdempotencyKey());
        return jetStream.publishAsync(NatsMessage.builder()
                .subject(subject)
                .headers(headers)
                .data(payload)
                .build());
    }

    /** A durable consumer with the sink's usual settings. */
    void addConsumer(String name, int maxAckPending) throws IOException, JetStreamApiException {
        management.addOrUpdateConsumer(
                NAME,
                ConsumerConfiguration.builder()
                        .durable(name)
                        .filterSubject("events.>")
                        .ackPolicy(AckPolicy.Explicit)
                        .ackWait(Duration.ofSeconds(30))
                        .maxAckPending(maxAckPending)
                        .build());
    }

    void deleteConsumer(String name) throws IOException, JetStreamApiException {
        management.deleteConsumer(NAME, name);
    }

    ConsumerInfo consumer(String name) throws IOException, JetStreamApiException {
        return management.getConsumerInfo(NAME, name);
    }

    @Override
    public void close() throws InterruptedException {
        connection.close();
    }
}
