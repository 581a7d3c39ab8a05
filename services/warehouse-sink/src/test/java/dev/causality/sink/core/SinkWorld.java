package dev.causality.sink.core;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.ByteString;
import dev.causality.adapters.nats.NatsConfig;
import dev.causality.adapters.nats.NatsStreams;
import dev.causality.adapters.parquet.ParquetCompression;
import dev.causality.adapters.parquet.ParquetEncoders;
import dev.causality.adapters.s3.S3Config;
import dev.causality.adapters.s3.S3Store;
import dev.causality.adapters.s3.S3Stores;
import dev.causality.deadletters.DeadLetters;
import dev.causality.internal.v1.Intent;
import dev.causality.kernel.Cancellation;
import dev.causality.kernel.Deadline;
import dev.causality.kernel.Ids;
import dev.causality.kernel.Kernel;
import dev.causality.kernel.Kernels;
import dev.causality.kernel.telemetry.Telemetry;
import dev.causality.ports.Answer;
import dev.causality.ports.ConsumerState;
import dev.causality.ports.EventStream;
import dev.causality.ports.EventStreams;
import dev.causality.ports.Publication;
import dev.causality.ports.PublishOutcome;
import dev.causality.ports.StoredMessage;
import dev.causality.ports.StreamState;
import dev.causality.ports.WarehouseEncoder;
import dev.causality.retention.EventsStream;
import dev.causality.retention.KeeperConfig;
import dev.causality.sink.config.SinkConfig;
import dev.causality.testservers.NatsServer;
import dev.causality.testservers.S3Server;
import dev.causality.v1.EventEnvelope;
import dev.causality.v1.ScreenView;
import io.nats.client.Nats;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.awaitility.Awaitility;

/** A NATS server of one test's own, a bucket of its own on a shared S3 server, and sinks upon them. */
final class SinkWorld implements AutoCloseable {

    static final Duration ACK_WAIT = Duration.ofSeconds(2);
    static final Duration PATIENCE = Duration.ofSeconds(60);
    static final long HOUR = 1_790_000_000_000L;

    final Kernel kernel = Kernels.jdk();
    final NatsServer nats;
    final FaultyStore store;
    final EventStream events;
    private final Ids ids = new Ids(kernel);
    private final S3Store realStore;
    private final NatsStreams streams;
    private final List<AutoCloseable> open = new ArrayList<>();

    SinkWorld(S3Server s3, String bucket) {
        this(s3, bucket, NatsServer.start());
    }

    SinkWorld(S3Server s3, String bucket, NatsServer nats) {
        this.nats = nats;
        this.realStore = S3Stores.open(
                new S3Config(
                        s3.endpoint(),
                        "us-east-1",
                        bucket,
                        Optional.of(new S3Config.Keys(s3.accessKey(), s3.secretKey())),
                        true,
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(2),
                        S3Config.Checksums.WHEN_REQUIRED,
                        32),
                kernel);
        this.store = new FaultyStore(realStore);
        this.streams = NatsStreams.connect(NatsConfig.of(nats.url(), "test"), kernel);
        this.events = streams.open(
                EventsStream.spec("CAUSALITY_EVENTS", 1L << 30, Duration.ofMinutes(2), 1), in(Duration.ofSeconds(20)));
    }

    Deadline in(Duration duration) {
        return kernel.deadlineIn(duration);
    }

    /** A sink on its own connection, with the standard settings, changed as asked. */
    WarehouseSink sink(UnaryOperator<SinkConfig> change) {
        return sink(change, encoder());
    }

    static WarehouseEncoder encoder() {
        return ParquetEncoders.create(ParquetCompression.ZSTD);
    }

    WarehouseSink sink(UnaryOperator<SinkConfig> change, WarehouseEncoder encoder) {
        return sink(change, encoder, connect());
    }

    /** A connection of its own. */
    NatsStreams connect() {
        NatsStreams connection = NatsStreams.connect(NatsConfig.of(nats.url(), "sink"), kernel);
        open.add(connection);
        return connection;
    }

    WarehouseSink sink(UnaryOperator<SinkConfig> change, WarehouseEncoder encoder, EventStreams connection) {
        Telemetry telemetry = Telemetry.of(kernel);
        open.add(telemetry);
        return WarehouseSink.start(
                kernel, new SinkPorts(connection, store, encoder, telemetry), change.apply(config()));
    }

    /** Small batches and short times, so that everything happens within seconds. */
    static SinkConfig config() {
        return new SinkConfig(
                new SinkConfig.Streams(
                        "CAUSALITY_EVENTS",
                        1L << 30,
                        Duration.ofMinutes(2),
                        1,
                        "CAUSALITY_DLQ",
                        Duration.ofHours(1),
                        "CAUSALITY_INTENTS",
                        Duration.ofMinutes(10),
                        "CAUSALITY_ADVISORIES"),
                new SinkConfig.Delivery(
                        "warehouse-sink", ACK_WAIT, 2_000, 100, 3, 2, Duration.ofMillis(300), Duration.ofSeconds(2)),
                new SinkConfig.Batching(1, 100, 500, Duration.ofMillis(300), 8L << 20, 1L << 20, 4),
                new SinkConfig.Warehouse("events", "dlq", Duration.ofSeconds(1), Duration.ofMinutes(15)),
                KeeperConfig.of(List.of("warehouse-sink"), Duration.ofHours(1), Duration.ofMinutes(2)),
                Duration.ofSeconds(20));
    }

    EventEnvelope.Builder event(String app) {
        return EventEnvelope.newBuilder()
                .setId(ids.next())
                .setAppId(app)
                .setDeviceId("device")
                .setTimestampMs(HOUR)
                .setIdempotencyKey(UUID.randomUUID().toString())
                .setScreenView(ScreenView.newBuilder().setScreenName("home"));
    }

    /** Publishes {@code count} events of an app; answers their sequences. */
    List<Long> publish(String app, int count) {
        List<Publication> publications = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            publications.add(publication(app, event(app).build().toByteArray()));
        }
        return confirmed(publications);
    }

    long publishRaw(String app, byte[] payload) {
        return confirmed(List.of(publication(app, payload))).getFirst();
    }

    private Publication publication(String app, byte[] payload) {
        return new Publication("events." + app + ".screen.view", ids.next(), List.of(), payload);
    }

    private List<Long> confirmed(List<Publication> publications) {
        return events.publishAll(publications, in(Duration.ofSeconds(20)), Cancellation.NEVER).stream()
                .map(outcome -> {
                    if (outcome instanceof PublishOutcome.Confirmed(long sequence, boolean duplicate) && !duplicate) {
                        return sequence;
                    }
                    throw new IllegalStateException("not published: " + outcome);
                })
                .toList();
    }

    /** Every stream sequence in the warehouse, once for each row, read by DuckDB. */
    List<Long> rows() {
        try {
            Path folder = Files.createTempDirectory("warehouse");
            int files = 0;
            for (String key : list("events/")) {
                if (key.endsWith(".parquet")) {
                    Files.write(folder.resolve(files++ + ".parquet"), body(key));
                }
            }
            return files == 0
                    ? List.of()
                    : query("SELECT stream_sequence FROM read_parquet('" + folder + "/*.parquet')");
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<Long> query(String sql) throws Exception {
        try (Connection duckdb = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duckdb.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            List<Long> sequences = new ArrayList<>();
            while (result.next()) {
                sequences.add(result.getLong(1));
            }
            return sequences.stream().sorted().toList();
        }
    }

    List<String> list(String prefix) {
        if (realStore.list(prefix, "", 10_000, in(Duration.ofSeconds(20)))
                instanceof dev.causality.ports.ObjectStore.StoreAnswer.Known<List<String>>(List<String> keys)) {
            return keys;
        }
        throw new IllegalStateException("cannot list");
    }

    byte[] body(String key) {
        if (realStore.get(key, in(Duration.ofSeconds(20)))
                        instanceof
                        dev.causality.ports.ObjectStore.StoreAnswer.Known<
                                Optional<dev.causality.ports.ObjectStore.StoredObject>>(var object)
                && object.isPresent()) {
            return object.get().body();
        }
        throw new IllegalStateException("cannot read " + key);
    }

    ConsumerState consumer() {
        if (events.consumerState("warehouse-sink", in(Duration.ofSeconds(20)))
                        instanceof Answer.Known<Optional<ConsumerState>>(Optional<ConsumerState> state)
                && state.isPresent()) {
            return state.get();
        }
        throw new IllegalStateException("no consumer");
    }

    /** How often messages were delivered, all together. */
    long deliveries() {
        return ask("$JS.API.CONSUMER.INFO.CAUSALITY_EVENTS.warehouse-sink")
                .path("delivered")
                .path("consumer_seq")
                .asLong();
    }

    /** Deletes the stream of events and makes it again, behind everybody's back. */
    void remakeEvents() {
        ask("$JS.API.STREAM.DELETE.CAUSALITY_EVENTS");
        streams.open(
                EventsStream.spec("CAUSALITY_EVENTS", 1L << 30, Duration.ofMinutes(2), 1), in(Duration.ofSeconds(20)));
    }

    /** Publishes an intent about the stream of events among those of the sinks. */
    void publishIntent(Intent.Builder intent) {
        if (!(events.state(in(Duration.ofSeconds(20))) instanceof Answer.Known<StreamState>(StreamState state))) {
            throw new IllegalStateException("no stream");
        }
        long created = ChronoUnit.NANOS.between(Instant.EPOCH, state.created());
        byte[] body = intent.setStreamCreatedNanos(created).build().toByteArray();
        ask("intents.CAUSALITY_EVENTS.warehouse-sink", body);
    }

    private JsonNode ask(String subject) {
        return ask(subject, new byte[0]);
    }

    private JsonNode ask(String subject, byte[] body) {
        try (io.nats.client.Connection connection = Nats.connect(nats.url())) {
            return new ObjectMapper()
                    .readTree(connection
                            .request(subject, body, Duration.ofSeconds(10))
                            .getData());
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** Waits until every message is finished with. */
    void awaitQuiet() {
        Awaitility.await()
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(100))
                .until(() -> consumer().pending() == 0 && consumer().ackPending() == 0);
    }

    List<StoredMessage> deadLetters() {
        EventStream letters = streams.open(
                DeadLetters.streamSpec("CAUSALITY_DLQ", Duration.ofHours(1), -1, 1), in(Duration.ofSeconds(20)));
        List<StoredMessage> all = new ArrayList<>();
        try (EventStream.Follower follower = letters.follow()) {
            List<StoredMessage> some = follower.next(in(Duration.ofSeconds(1)), Cancellation.NEVER);
            while (!some.isEmpty()) {
                all.addAll(some);
                some = follower.next(in(Duration.ofSeconds(1)), Cancellation.NEVER);
            }
        }
        return all;
    }

    static String header(StoredMessage message, String name) {
        return message.headers().stream()
                .filter(header -> header.name().equals(name))
                .map(dev.causality.ports.Header::value)
                .findFirst()
                .orElse("");
    }

    static byte[] bytes(int... values) {
        return ByteString.copyFrom(toBytes(values)).toByteArray();
    }

    private static byte[] toBytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }

    @Override
    public void close() throws Exception {
        for (AutoCloseable closeable : open) {
            closeable.close();
        }
        streams.close();
        realStore.close();
        nats.close();
    }
}
