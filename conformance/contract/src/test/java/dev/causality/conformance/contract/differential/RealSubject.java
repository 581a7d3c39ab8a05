package dev.causality.conformance.contract.differential;

import dev.causality.ports.ConsumerSpec;
import dev.causality.ports.ConsumerState;
import dev.causality.ports.StreamSpec;
import dev.causality.ports.StreamState;
import dev.causality.testservers.NatsServer;
import io.nats.client.Connection;
import io.nats.client.Dispatcher;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamManagement;
import io.nats.client.Message;
import io.nats.client.Nats;
import io.nats.client.Options;
import io.nats.client.PurgeOptions;
import io.nats.client.api.AckPolicy;
import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.ConsumerInfo;
import io.nats.client.api.DiscardPolicy;
import io.nats.client.api.StorageType;
import io.nats.client.api.StreamConfiguration;
import io.nats.client.api.StreamInfo;
import io.nats.client.impl.Headers;
import io.nats.client.impl.NatsJetStreamMetaData;
import io.nats.client.support.JsonParseException;
import io.nats.client.support.JsonParser;
import io.nats.client.support.JsonValue;
import io.nats.client.support.JsonValueUtils;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A real server, spoken to without any of the conveniences of a client. */
final class RealSubject implements Subject, AutoCloseable {

    /** Until everything that was unanswered at a restart has fallen due. */
    static final int SLOTS_AFTER_RESTART = 16;

    /** How long before a slot's end what has arrived is read. */
    private static final long READING = Duration.ofMillis(3).toNanos();

    /** That a request has expired is said at its leisure: seen up to 30 ms late. */
    private static final int TIMEOUT = 408;

    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final NatsServer server;
    private final String stream;
    private final String advisories;
    private final ConcurrentLinkedQueue<String> arrived = new ConcurrentLinkedQueue<>();
    private final List<String> deliveries = new CopyOnWriteArrayList<>();
    private Connection connection;
    private JetStreamManagement management;
    private Dispatcher dispatcher;
    private long slotStart;
    private boolean late;

    RealSubject(NatsServer server, Shape shape, String stream) throws Exception {
        this.server = server;
        this.stream = stream;
        this.advisories = stream + "-ADVISORIES";
        connection = connect();
        management = connection.jetStreamManagement();
        dispatcher = connection.createDispatcher();
        management.addStream(configuration(shape.stream(stream)));
        management.addStream(configuration(Shape.advisories(advisories, stream)));
        management.createConsumer(stream, configuration(shape.consumer(stream)));
        slotStart = System.nanoTime();
    }

    private Connection connect() throws IOException, InterruptedException {
        return Nats.connect(Options.builder()
                .server(server.url())
                .noReconnect()
                .connectionTimeout(LIMIT)
                .build());
    }

    private static StreamConfiguration configuration(StreamSpec spec) {
        return StreamConfiguration.builder()
                .name(spec.name())
                .subjects(spec.subjects())
                .storageType(StorageType.File)
                .discardPolicy(DiscardPolicy.New)
                .maxBytes(spec.maxBytes())
                .duplicateWindow(spec.duplicateWindow())
                .build();
    }

    private static ConsumerConfiguration configuration(ConsumerSpec spec) {
        return ConsumerConfiguration.builder()
                .durable(spec.name())
                .filterSubject(spec.filterSubject())
                .ackPolicy(AckPolicy.Explicit)
                .ackWait(spec.ackWait())
                .maxAckPending(spec.maxAckPending())
                .maxDeliver(spec.maxDeliver())
                .build();
    }

    /** Whether some step came so late that a timer may have been first. */
    boolean late() {
        return late;
    }

    @Override
    public List<String> run(Step step) {
        waitUntil(slotStart);
        checkLate();
        arrived.clear();
        List<String> observed = new ArrayList<>();
        try {
            observed.add(perform(step));
        } catch (JetStreamApiException | IOException | InterruptedException e) {
            throw new IllegalStateException("cannot do " + step, e);
        }
        int slots = step.slots();
        if (step instanceof Step.Restart) {
            slotStart = System.nanoTime();
            slots = SLOTS_AFTER_RESTART;
        }
        checkLate();
        slotStart += slots * Shape.SLOT.toNanos();
        waitUntil(slotStart - READING);
        observed.addAll(arrived);
        checkLate(); // Read late, it may hold what belongs to the next step.
        return observed;
    }

    private void checkLate() {
        late |= System.nanoTime() - slotStart > Shape.TOLERANCE.toNanos();
    }

    private static void waitUntil(long nanoTime) {
        while (nanoTime - System.nanoTime() > 0) {
            LockSupport.parkNanos(nanoTime - System.nanoTime());
        }
    }

    private String perform(Step step) throws JetStreamApiException, IOException, InterruptedException {
        switch (step) {
            case Step.Publish(String subject, int id, int size) -> {
                return publish(subject, id, size);
            }
            case Step.Pull(int batch) -> pull(batch);
            case Step.Ack(int delivery) -> answer(delivery, "+ACK");
            case Step.Nak(int delivery, boolean delayed) ->
                answer(delivery, delayed ? "-NAK {\"delay\": " + Shape.NAK_DELAY.toNanos() + "}" : "-NAK");
            case Step.Term(int delivery) -> answer(delivery, "+TERM why");
            case Step.InProgress(int delivery) -> answer(delivery, "+WPI");
            case Step.Purge(int count) -> {
                return purge(count);
            }
            case Step.Look _ -> {
                return look();
            }
            case Step.Wait _ -> {}
            case Step.Restart _ -> restart();
        }
        return "done";
    }

    private String publish(String subject, int id, int size) throws InterruptedException, JsonParseException {
        Headers headers = id == 0 ? null : new Headers().put("Nats-Msg-Id", "id-" + id);
        Message reply = connection.request(stream + "." + subject, headers, new byte[size], LIMIT);
        if (reply == null) {
            throw new IllegalStateException("no answer to a publication");
        }
        JsonValue body = JsonParser.parse(reply.getData());
        JsonValue error = JsonValueUtils.readValue(body, "error");
        if (error != null) {
            return "refused: " + JsonValueUtils.readString(error, "description");
        }
        boolean duplicate = JsonValueUtils.readBoolean(body, "duplicate", false);
        return "stored " + JsonValueUtils.readLong(body, "seq", 0) + (duplicate ? " before" : "");
    }

    private void pull(int batch) throws IOException {
        String inbox = connection.createInbox();
        dispatcher.subscribe(inbox, this::arrived);
        String request = "{\"batch\": " + batch + ", \"expires\": " + Shape.PULL_EXPIRES.toNanos() + "}";
        connection.publish(
                "$JS.API.CONSUMER.MSG.NEXT." + stream + "." + Shape.CONSUMER,
                inbox,
                request.getBytes(StandardCharsets.UTF_8));
        connection.flushBuffer();
    }

    private void arrived(Message message) {
        if (message.isStatusMessage()) {
            if (message.getStatus().getCode() != TIMEOUT) {
                arrived.add(Integer.toString(message.getStatus().getCode()));
            }
            return;
        }
        NatsJetStreamMetaData data = message.metaData();
        deliveries.add(message.getReplyTo());
        arrived.add(Observations.delivery(
                data.streamSequence(), data.deliveredCount(), data.consumerSequence(), data.pendingCount()));
    }

    private void answer(int delivery, String body) throws IOException {
        if (!deliveries.isEmpty()) {
            String address = deliveries.get(delivery % deliveries.size());
            connection.publish(address, body.getBytes(StandardCharsets.UTF_8));
            connection.flushBuffer();
        }
    }

    private String purge(int count) throws JetStreamApiException, IOException {
        var state = management.getStreamInfo(stream).getStreamState();
        long below = Math.min(state.getFirstSequence() + count, state.getLastSequence() + 1);
        return "purged "
                + (below <= 1
                        ? 0
                        : management
                                .purgeStream(
                                        stream,
                                        PurgeOptions.builder().sequence(below).build())
                                .getPurged());
    }

    private String look() throws JetStreamApiException, IOException {
        ConsumerInfo consumer = management.getConsumerInfo(stream, Shape.CONSUMER);
        StreamInfo info = management.getStreamInfo(stream);
        var state = info.getStreamState();
        return Observations.look(
                new ConsumerState(
                        Instant.EPOCH,
                        consumer.getAckFloor().getStreamSequence(),
                        consumer.getDelivered().getStreamSequence(),
                        consumer.getNumPending(),
                        consumer.getNumAckPending(),
                        consumer.getRedelivered()),
                new StreamState(
                        Instant.EPOCH,
                        state.getFirstSequence(),
                        Instant.EPOCH,
                        state.getLastSequence(),
                        state.getMsgCount(),
                        state.getByteCount(),
                        -1),
                management.getStreamInfo(advisories).getStreamState().getMsgCount());
    }

    private void restart() throws IOException, InterruptedException {
        connection.close();
        server.restart();
        connection = connect();
        management = awaitJetStream();
        dispatcher = connection.createDispatcher();
    }

    private JetStreamManagement awaitJetStream() throws IOException, InterruptedException {
        for (int attempt = 0; ; attempt++) {
            try {
                JetStreamManagement ready = connection.jetStreamManagement();
                if (ready.getConsumerInfo(stream, Shape.CONSUMER) != null) {
                    return ready;
                }
            } catch (JetStreamApiException | IOException notYet) {
                if (attempt > 100) {
                    throw new IllegalStateException("the stream did not come back", notYet);
                }
            }
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    @Override
    public void close() throws Exception {
        management.deleteStream(stream);
        management.deleteStream(advisories);
        connection.close();
    }
}
