package dev.causality.conformance.simulation;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.causality.adapters.nats.NatsConfig;
import dev.causality.adapters.nats.NatsStreams;
import dev.causality.adapters.parquet.ParquetCompression;
import dev.causality.adapters.parquet.ParquetEncoders;
import dev.causality.adapters.s3.S3Store;
import dev.causality.gateway.core.Body;
import dev.causality.gateway.core.Gateway;
import dev.causality.gateway.core.Ports;
import dev.causality.gateway.core.Request;
import dev.causality.gateway.core.Response;
import dev.causality.kernel.Cancellation;
import dev.causality.kernel.Deadline;
import dev.causality.kernel.Kernel;
import dev.causality.kernel.Kernels;
import dev.causality.kernel.Task;
import dev.causality.kernel.telemetry.Telemetry;
import dev.causality.ports.Answer;
import dev.causality.ports.ConsumerState;
import dev.causality.ports.EventStream;
import dev.causality.ports.ObjectStore.StoreAnswer;
import dev.causality.retention.EventsStream;
import dev.causality.sink.core.SinkPorts;
import dev.causality.sink.core.WarehouseSink;
import dev.causality.testservers.NatsServer;
import dev.causality.testservers.S3Server;
import dev.causality.v1.IngestEventBatchResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/** A gateway and a sink as they are, in this JVM, over a real message server and a bucket of a real store. */
final class RealPipeline implements AutoCloseable {

    static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final String APP = EventMaker.app(0);
    private static final long STREAM_BYTES = 64L << 20;
    private static final String FILE = ".parquet";
    private static final int OK = 200;
    private static final int CREATED = 201;
    private static final int MOST_OBJECTS = 1_000;
    private static final Duration PAUSE = Duration.ofMillis(100);
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final Tuning TUNING = new Tuning(
            STREAM_BYTES,
            120_000,
            3_600_000,
            10_000,
            1,
            50,
            40,
            200,
            1L << 20,
            2,
            2_000,
            500,
            -1,
            5,
            200,
            1_000,
            1_500,
            900_000,
            3_600_000,
            10_000,
            3_000,
            true,
            0);

    private final Kernel kernel = Kernels.jdk();
    private final NatsServer nats = NatsServer.start();
    private final S3Store bucket;
    private final AtomicInteger answersToLose = new AtomicInteger();
    private final NatsStreams streams;
    private final Telemetry telemetry = Telemetry.of(kernel);
    private final Gateway gateway;
    private final String key;
    private final EventMaker maker;
    private final List<Task> clients = new ArrayList<>();
    private final List<Task> leaving = new ArrayList<>();
    private final Set<String> accepted = new ConcurrentSkipListSet<>();
    private Sink sink;
    private int events;

    RealPipeline(S3Server s3, String bucketName, long seed) {
        this.bucket = RealBuckets.create(s3, bucketName, kernel);
        this.maker = new EventMaker(seed, kernel.now());
        this.streams = connect(nats.port(), "gateway");
        this.gateway = Gateway.start(kernel, new Ports(streams, telemetry), TUNING.gateway());
        this.key = createKey();
        this.sink = new Sink();
    }

    private NatsStreams connect(int port, String name) {
        return NatsStreams.connect(NatsConfig.of("nats://127.0.0.1:" + port, name), kernel);
    }

    /** One life of the sink, with connections of its own. */
    private final class Sink {
        private final CuttableLink link = new CuttableLink(nats.port());
        private final NatsStreams own = connect(link.port(), "sink");
        private final BreakableStore store = new BreakableStore(bucket, answersToLose);
        private final Telemetry metrics = Telemetry.of(kernel);
        private final WarehouseSink core = WarehouseSink.start(
                kernel,
                new SinkPorts(own, store, ParquetEncoders.create(ParquetCompression.ZSTD), metrics),
                TUNING.sink(1));

        /** From now on nobody hears from it; its tasks end in their own time. */
        void kill() {
            link.cut();
            store.cut();
            leaving.add(kernel.start("remains", this::stop));
        }

        void stop() {
            core.stop(kernel.deadlineIn(Duration.ofSeconds(5)));
            own.close();
            metrics.close();
        }
    }

    private String createKey() {
        Map<String, String> headers =
                Map.of("Authorization", "Bearer " + Tuning.ADMIN_TOKEN, "Content-Type", "application/json");
        byte[] body = ("{\"app_id\":\"" + APP + "\"}").getBytes(StandardCharsets.UTF_8);
        Response created = await().atMost(PATIENCE)
                .until(() -> post("/v1/admin/keys", headers, body), response -> response.status() == CREATED);
        try {
            return JSON.readTree(created.body()).path("key").asText();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Response post(String path, Map<String, String> headers, byte[] body) {
        return gateway.handle(new Request("POST", path, name -> Optional.ofNullable(headers.get(name)), Body.of(body)));
    }

    /** A client sends a batch of so many events, until each of them was accepted; meanwhile the test goes on. */
    void send(int count) {
        List<PlannedEvent> batch = IntStream.range(0, count)
                .mapToObj(i -> new PlannedEvent(++events, 0, i % 2, true, true, 10))
                .toList();
        clients.add(kernel.start("client", () -> sendUntilAccepted(batch)));
    }

    private void sendUntilAccepted(List<PlannedEvent> batch) {
        Map<String, String> headers = Map.of("X-API-Key", key, "Content-Type", "application/x-protobuf");
        List<PlannedEvent> open = new ArrayList<>(batch);
        Deadline limit = kernel.deadlineIn(PATIENCE);
        while (!open.isEmpty()) {
            if (limit.passed(kernel)) {
                throw new IllegalStateException(open + " are not accepted");
            }
            Response response = post("/v1/events/batch", headers, maker.body(batch));
            if (response.status() == OK) {
                open.removeIf(event -> accepted(response, batch.indexOf(event)));
            }
            kernel.sleep(PAUSE, Cancellation.NEVER);
        }
        batch.forEach(event -> accepted.add(maker.idempotencyKey(event)));
    }

    private static boolean accepted(Response response, int index) {
        try {
            return IngestEventBatchResponse.parseFrom(response.body())
                    .getResults(index)
                    .getStatus()
                    .equals("accepted");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The sink is gone between two instructions, and another starts. */
    void killSink() {
        sink.kill();
        sink = new Sink();
    }

    /** The sink stops in order, and another starts. */
    void stopSink() {
        sink.stop();
        sink = new Sink();
    }

    /** The message server is killed, and starts again with what it had. */
    void restartServer() {
        nats.kill();
        nats.restart();
    }

    /** The next uploads take effect, and nobody is told. */
    void loseAnswers(int uploads) {
        answersToLose.addAndGet(uploads);
    }

    void pause(Duration duration) {
        kernel.sleep(duration, Cancellation.NEVER);
    }

    /** Waits until every client is done and the consumer has finished with every message. */
    void rest() {
        answersToLose.set(0);
        for (Task client : clients) {
            client.join(kernel.deadlineIn(PATIENCE));
            client.failure().ifPresent(problem -> {
                throw new IllegalStateException(problem);
            });
        }
        EventStream stream = streams.open(
                EventsStream.spec(Tuning.EVENTS, STREAM_BYTES, Tuning.millis(TUNING.dedupWindow()), 1), limit());
        await().atMost(PATIENCE)
                .until(() -> stream.consumerState(Tuning.CONSUMER, limit())
                                instanceof Answer.Known<Optional<ConsumerState>>(Optional<ConsumerState> state)
                        && state.isPresent()
                        && state.get().pending() + state.get().ackPending() == 0);
    }

    /** The keys of the events that were accepted. */
    Set<String> accepted() {
        return accepted;
    }

    /** The key of the event of each row in the warehouse. */
    List<String> rows() {
        List<String> keys = new ArrayList<>();
        for (String object : known(bucket.list(Tuning.PREFIX + "/", "", MOST_OBJECTS, limit()))) {
            if (!object.endsWith(FILE)) {
                // A folder: the server lists some as empty objects.
                continue;
            }
            byte[] file = known(bucket.get(object, limit())).orElseThrow().body();
            ParquetText.read(file).rows().forEach(row -> keys.add(row.idempotencyKey()));
        }
        return keys;
    }

    private Deadline limit() {
        return kernel.deadlineIn(Duration.ofSeconds(20));
    }

    private static <T> T known(StoreAnswer<T> answer) {
        if (answer instanceof StoreAnswer.Known<T>(T value)) {
            return value;
        }
        throw new IllegalStateException("the store does not answer: " + answer);
    }

    @Override
    public void close() {
        sink.stop();
        leaving.forEach(remains -> remains.join(limit()));
        gateway.stop(limit());
        streams.close();
        telemetry.close();
        nats.close();
        bucket.close();
    }
}
