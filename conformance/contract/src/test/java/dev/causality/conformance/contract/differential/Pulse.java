package dev.causality.conformance.contract.differential;

import io.nats.client.Connection;
import io.nats.client.Dispatcher;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamManagement;
import io.nats.client.Message;
import io.nats.client.api.AckPolicy;
import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.StorageType;
import io.nats.client.api.StreamConfiguration;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;

/**
 * How late a server's timers are, measured all the time: one message that is never answered and comes again each time its
 * short ack wait has run out, over the same way, timer, consumer, connection, this process, as all that is compared. A
 * machine that is busy elsewhere shows in the distance of two arrivals. Thread-safe.
 */
final class Pulse implements AutoCloseable {

    private static final Duration ACK_WAIT = Duration.ofMillis(10);

    /** The server looks a millisecond after the ack wait. */
    private static final long PERIOD = ACK_WAIT.toNanos() + 1_000_000;

    private static final String NAME = "PULSE";
    private static final long REMEMBERED = Duration.ofSeconds(5).toNanos();
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final Connection connection;
    private final Dispatcher dispatcher;
    private final ArrayDeque<Beat> beats = new ArrayDeque<>();
    private long lastBeat;

    private record Beat(long at, long late) {}

    /** Begins on a server that has no pulse yet, and returns once it beats. */
    Pulse(Connection connection) throws IOException, JetStreamApiException, InterruptedException {
        this.connection = connection;
        this.dispatcher = connection.createDispatcher();
        JetStreamManagement management = connection.jetStreamManagement();
        management.addStream(StreamConfiguration.builder()
                .name(NAME)
                .subjects(NAME)
                .storageType(StorageType.Memory)
                .build());
        management.createConsumer(
                NAME,
                ConsumerConfiguration.builder()
                        .durable(NAME)
                        .ackPolicy(AckPolicy.Explicit)
                        .ackWait(ACK_WAIT)
                        .build());
        connection.request(NAME, new byte[0], LIMIT);
        String inbox = connection.createInbox();
        dispatcher.subscribe(inbox, this::beat);
        connection.publish(
                "$JS.API.CONSUMER.MSG.NEXT." + NAME + "." + NAME,
                inbox,
                "{\"batch\": 1000000000}".getBytes(StandardCharsets.UTF_8));
        long limit = System.nanoTime() + LIMIT.toNanos();
        while (!beating()) {
            if (System.nanoTime() - limit > 0) {
                throw new IOException("no pulse");
            }
            TimeUnit.MILLISECONDS.sleep(2);
        }
    }

    private synchronized boolean beating() {
        return !beats.isEmpty();
    }

    private synchronized void beat(Message message) {
        long now = System.nanoTime();
        if (lastBeat != 0) {
            beats.add(new Beat(now, now - lastBeat - PERIOD));
        }
        lastBeat = now;
        while (!beats.isEmpty() && beats.getFirst().at() < now - REMEMBERED) {
            beats.removeFirst();
        }
    }

    /** The longest that a beat was late between these two moments of {@link System#nanoTime}, the second of them now. */
    synchronized long latest(long from, long now) {
        long latest = Math.max(0, now - lastBeat - PERIOD);
        for (Beat beat : beats) {
            if (beat.at() >= from) {
                latest = Math.max(latest, beat.late());
            }
        }
        return latest;
    }

    @Override
    public void close() throws InterruptedException {
        connection.closeDispatcher(dispatcher);
        try {
            connection.jetStreamManagement().deleteStream(NAME);
        } catch (IOException | JetStreamApiException gone) {
            throw new IllegalStateException("cannot end the pulse", gone);
        }
    }
}
