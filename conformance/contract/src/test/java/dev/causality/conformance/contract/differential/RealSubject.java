package dev.causality.conformance.contract.differential;

import dev.causality.conformance.contract.differential.Played.Arrival;
import dev.causality.ports.ConsumerState;
import dev.causality.ports.StreamState;
import io.nats.client.Connection;
import io.nats.client.Dispatcher;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamManagement;
import io.nats.client.Message;
import io.nats.client.PurgeOptions;
import io.nats.client.api.ConsumerInfo;
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
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;

/**
 * A stream on a real server, spoken to without any of the conveniences of a client. Each operation waits for a sign from
 * the server that it has been done, so that its time can be measured: its answer, or the answer to a ping behind it.
 */
final class RealSubject implements AutoCloseable {

    /** That a request has expired is said at its leisure: seen up to 30 ms late. */
    private static final int TIMEOUT = 408;

    private static final Duration LIMIT = Duration.ofSeconds(10);

    private static final int ATTEMPTS = 500;

    /** After that the server has no confirmation for an answer, however busy the machine is. */
    private static final Duration CONFIRMATION = Duration.ofSeconds(5);

    private final RealServer server;
    private final Tempo tempo;
    private final String stream;
    private final String advisories;
    private final ConcurrentLinkedQueue<Arrival> arrived = new ConcurrentLinkedQueue<>();
    private final List<String> deliveries = new CopyOnWriteArrayList<>();
    private Connection connection;
    private JetStreamManagement management;
    private Dispatcher dispatcher;
    private volatile long beginning;
    private long moment;

    RealSubject(RealServer server, Shape shape, Tempo tempo, String stream) throws Exception {
        this.server = server;
        this.tempo = tempo;
        this.stream = stream;
        this.advisories = stream + "-ADVISORIES";
        connection = server.connect();
        management = connection.jetStreamManagement();
        dispatcher = connection.createDispatcher();
        management.addStream(Configurations.of(shape.stream(stream)));
        management.addStream(Configurations.of(Shape.advisories(advisories, stream)));
        management.createConsumer(stream, Configurations.of(shape.consumer(stream, tempo)));
    }

    /** Its first step's moment is now. */
    void begin() {
        beginning = System.nanoTime();
    }

    /**
     * Does the step at its moment, and waits for the end of its time; half a slot longer when fewer things have come than
     * are expected, so that what is late is told from what does not come.
     */
    Played run(Step step, int expected) {
        waitUntil(moment);
        String answer;
        try {
            answer = perform(step);
        } catch (JetStreamApiException | IOException | InterruptedException | TimeoutException e) {
            throw new IllegalStateException("cannot do " + step, e);
        }
        if (step instanceof Step.Restart) { // Its time goes on when all is there again.
            beginning = System.nanoTime() - moment - Tempo.SLOTS_DOWN * tempo.slotNanos();
        }
        long doneAt = now();
        moment += tempo.nanos(step);
        waitUntil(moment);
        if (arrived.size() < expected) {
            waitUntil(moment + tempo.slotNanos() / 2);
        }
        List<Arrival> arrivals = new ArrayList<>();
        for (Arrival next = arrived.peek();
                next != null && (next.at() < moment || arrivals.size() < expected);
                next = arrived.peek()) {
            arrivals.add(arrived.remove());
        }
        return new Played(answer, doneAt, arrivals);
    }

    /** How late the server's timers were in the time of this step, the last one. */
    long pulse(Step step) {
        return server.latest(beginning + moment - tempo.nanos(step));
    }

    private long now() {
        return System.nanoTime() - beginning;
    }

    private void waitUntil(long when) {
        while (when - now() > 0) {
            LockSupport.parkNanos(when - now());
        }
    }

    private String perform(Step step)
            throws JetStreamApiException, IOException, InterruptedException, TimeoutException {
        return switch (step) {
            case Step.Publish(String subject, int id, int size) -> publish(subject, id, size);
            case Step.Pull(int batch) -> pull(batch);
            case Step.Ack(int delivery) -> answer(delivery, "+ACK");
            case Step.Nak(int delivery, boolean delayed) ->
                answer(
                        delivery,
                        delayed ? "-NAK {\"delay\": " + tempo.nakDelay().toNanos() + "}" : "-NAK");
            case Step.Term(int delivery) -> answer(delivery, "+TERM why");
            case Step.InProgress(int delivery) -> answer(delivery, "+WPI");
            case Step.Purge(int count) -> purge(count);
            case Step.Look _ -> look();
            case Step.Wait _ -> Observations.DONE;
            case Step.Restart _ -> restart();
        };
    }

    private String publish(String subject, int id, int size) throws InterruptedException {
        Headers headers = id == 0 ? null : new Headers().put("Nats-Msg-Id", "id-" + id);
        Message reply = connection.request(stream + "." + subject, headers, new byte[size], LIMIT);
        if (reply == null) {
            throw new IllegalStateException("no answer to a publication");
        }
        JsonValue body;
        try {
            body = JsonParser.parse(reply.getData());
        } catch (JsonParseException e) {
            throw new IllegalStateException("not an answer to a publication", e);
        }
        JsonValue error = JsonValueUtils.readValue(body, "error");
        if (error != null) {
            return "refused: " + JsonValueUtils.readString(error, "description");
        }
        boolean duplicate = JsonValueUtils.readBoolean(body, "duplicate", false);
        return "stored " + JsonValueUtils.readLong(body, "seq", 0) + (duplicate ? " before" : "");
    }

    private String pull(int batch) throws InterruptedException, TimeoutException {
        String inbox = connection.createInbox();
        dispatcher.subscribe(inbox, this::arrived);
        String request =
                "{\"batch\": " + batch + ", \"expires\": " + tempo.pullExpires().toNanos() + "}";
        connection.publish(
                "$JS.API.CONSUMER.MSG.NEXT." + stream + "." + Shape.CONSUMER,
                inbox,
                request.getBytes(StandardCharsets.UTF_8));
        connection.flush(LIMIT);
        return Observations.DONE;
    }

    private void arrived(Message message) {
        long at = now();
        if (message.isStatusMessage()) {
            if (message.getStatus().getCode() != TIMEOUT) {
                arrived.add(new Arrival(at, Integer.toString(message.getStatus().getCode())));
            }
            return;
        }
        NatsJetStreamMetaData data = message.metaData();
        deliveries.add(message.getReplyTo());
        arrived.add(new Arrival(
                at,
                Observations.delivery(
                        data.streamSequence(), data.deliveredCount(), data.consumerSequence(), data.pendingCount())));
    }

    private String answer(int delivery, String body) throws InterruptedException {
        if (deliveries.isEmpty()) {
            return Observations.DONE;
        }
        String address = deliveries.get(delivery % deliveries.size());
        Message reply = connection.request(address, body.getBytes(StandardCharsets.UTF_8), CONFIRMATION);
        return Observations.answered(reply != null && !reply.isStatusMessage());
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

    private String restart() throws IOException, InterruptedException, JetStreamApiException {
        connection.close();
        server.stop();
        TimeUnit.NANOSECONDS.sleep(Tempo.SLOTS_DOWN * tempo.slotNanos());
        server.startAgain();
        connection = server.connect();
        management = awaitJetStream();
        server.watchAgain();
        dispatcher = connection.createDispatcher();
        return Observations.DONE;
    }

    private JetStreamManagement awaitJetStream() throws IOException, InterruptedException {
        for (int attempt = 0; ; attempt++) {
            try {
                JetStreamManagement ready = connection.jetStreamManagement();
                ready.getConsumerInfo(stream, Shape.CONSUMER);
                ready.getStreamInfo(advisories);
                return ready;
            } catch (JetStreamApiException | IOException notYet) {
                if (attempt > ATTEMPTS) {
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
