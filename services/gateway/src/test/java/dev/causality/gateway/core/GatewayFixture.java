package dev.causality.gateway.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.causality.adapters.nats.NatsConfig;
import dev.causality.adapters.nats.NatsStreams;
import dev.causality.gateway.config.GatewayConfig;
import dev.causality.kernel.Kernel;
import dev.causality.kernel.Kernels;
import dev.causality.kernel.settings.Settings;
import dev.causality.kernel.telemetry.Telemetry;
import dev.causality.ports.Answer;
import dev.causality.ports.EventStream;
import dev.causality.ports.EventStreams;
import dev.causality.ports.StoredMessage;
import dev.causality.ports.StreamState;
import dev.causality.retention.EventsStream;
import dev.causality.testservers.NatsServer;
import dev.causality.v1.EventEnvelope;
import dev.causality.v1.IngestEventBatchRequest;
import dev.causality.v1.IngestEventBatchResponse;
import dev.causality.v1.IngestEventResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** A gateway core over a real NATS server, and a client that calls it without HTTP in between. */
final class GatewayFixture implements AutoCloseable {

    static final String ADMIN_TOKEN = "an-admin-token-for-tests";
    static final Duration PATIENCE = Duration.ofSeconds(20);

    private static final ObjectMapper JSON = new ObjectMapper();

    final Kernel kernel = Kernels.jdk();
    final NatsServer server;
    final NatsStreams streams;
    final Telemetry telemetry;
    final GatewayConfig config;
    final Gateway gateway;

    /** A gateway over {@code server}, which the caller stops. */
    GatewayFixture(NatsServer server, Map<String, String> settings) {
        this(server, settings, streams -> streams);
    }

    /** The same with something between the core and the server. */
    GatewayFixture(NatsServer server, Map<String, String> settings, UnaryOperator<EventStreams> between) {
        this.server = server;
        this.streams = NatsStreams.connect(NatsConfig.of(server.url(), "gateway-test"), kernel);
        this.telemetry = Telemetry.of(kernel);
        Map<String, String> all = new TreeMap<>(Map.of("ADMIN_TOKEN", ADMIN_TOKEN, "NATS_STREAM_MAX_BYTES", "64MiB"));
        all.putAll(settings);
        this.config = Settings.read(all, GatewayConfig::declare);
        this.gateway = Gateway.start(kernel, new Ports(between.apply(streams), telemetry), config);
    }

    GatewayFixture awaitReady() {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(gateway.notReady()).isEmpty());
        return this;
    }

    /** Makes a key for an app and returns its secret. */
    String key(String appId) {
        return json(create("{\"app_id\":\"" + appId + "\"}")).get("key").asText();
    }

    Response create(String body) {
        return admin("POST", "/v1/admin/keys", body);
    }

    Response admin(String method, String path, String body) {
        return call(
                method, path, Map.of("Authorization", "Bearer " + ADMIN_TOKEN), body.getBytes(StandardCharsets.UTF_8));
    }

    Response call(String method, String path, Map<String, String> headers, byte[] body) {
        return gateway.handle(new Request(method, path, name -> Optional.ofNullable(headers.get(name)), Body.of(body)));
    }

    /** Sends one event in protobuf. */
    Response ingest(String key, EventEnvelope.Builder event) {
        return call(
                "POST",
                "/v1/events/ingest",
                Map.of("X-API-Key", key, "Content-Type", "application/x-protobuf"),
                Events.single(event));
    }

    /** Sends a batch in protobuf. */
    Response batch(String key, List<EventEnvelope.Builder> events) {
        return call(
                "POST",
                "/v1/events/batch",
                Map.of("X-API-Key", key, "Content-Type", "application/x-protobuf"),
                Events.batch(events));
    }

    Response postJson(String key, String path, String body) {
        return call(
                "POST",
                path,
                Map.of("X-API-Key", key, "Content-Type", "application/json"),
                body.getBytes(StandardCharsets.UTF_8));
    }

    /** The stream, opened beside the gateway. */
    EventStream stream() {
        return streams.open(
                EventsStream.spec(
                        config.stream().name(),
                        config.stream().maxBytes(),
                        config.stream().dedupWindow(),
                        config.stream().replicas()),
                kernel.deadlineIn(PATIENCE));
    }

    StreamState state() {
        return known(stream().state(kernel.deadlineIn(PATIENCE)));
    }

    /** All that is in the stream. */
    List<EventEnvelope> stored() {
        StreamState state = state();
        List<EventEnvelope> all = new ArrayList<>();
        EventStream stream = stream();
        for (long sequence = state.firstSequence(); sequence <= state.lastSequence(); sequence++) {
            known(stream.read(sequence, kernel.deadlineIn(PATIENCE)))
                    .map(GatewayFixture::envelope)
                    .ifPresent(all::add);
        }
        return all;
    }

    StoredMessage message(long sequence) {
        return known(stream().read(sequence, kernel.deadlineIn(PATIENCE))).orElseThrow();
    }

    static EventEnvelope envelope(StoredMessage message) {
        try {
            return EventEnvelope.parseFrom(message.payload());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static <T> T known(Answer<T> answer) {
        assertThat(answer).isInstanceOf(Answer.Known.class);
        return ((Answer.Known<T>) answer).value();
    }

    /** The id that an accepted event was given. */
    static String eventId(Response response) {
        assertThat(response.status()).as(text(response)).isEqualTo(200);
        try {
            IngestEventResponse answer = IngestEventResponse.parseFrom(response.body());
            assertThat(answer.getStatus()).isEqualTo("accepted");
            return answer.getEventId();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static IngestEventBatchResponse batchAnswer(Response response) {
        assertThat(response.status()).as(text(response)).isEqualTo(200);
        try {
            return IngestEventBatchResponse.parseFrom(response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static JsonNode json(Response response) {
        try {
            return JSON.readTree(response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(text(response), e);
        }
    }

    /** The error of a refusal. */
    static JsonNode error(Response response) {
        return json(response).path("error");
    }

    static Optional<String> header(Response response, String name) {
        return response.headers().stream()
                .filter(header -> header.name().equalsIgnoreCase(name))
                .map(Response.Header::value)
                .findFirst();
    }

    static String text(Response response) {
        return response.status() + " " + new String(response.body(), StandardCharsets.UTF_8);
    }

    static IngestEventBatchRequest batchOf(List<EventEnvelope.Builder> events) {
        IngestEventBatchRequest.Builder batch = IngestEventBatchRequest.newBuilder();
        events.forEach(batch::addEvents);
        return batch.build();
    }

    @Override
    public void close() {
        gateway.stop(kernel.deadlineIn(Duration.ofSeconds(5)));
        streams.close();
        telemetry.close();
    }
}
