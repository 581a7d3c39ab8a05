package dev.causality.sink.core;

import dev.causality.deadletters.Origin;
import dev.causality.kernel.Cancellation;
import dev.causality.kernel.Kernel;
import dev.causality.kernel.telemetry.Gauge;
import dev.causality.kernel.telemetry.StreamRole;
import dev.causality.ports.Answer;
import dev.causality.ports.ConsumerState;
import dev.causality.ports.EventConsumer;
import dev.causality.ports.EventStream;
import dev.causality.ports.StreamState;
import dev.causality.sink.config.SinkConfig;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Optional;

/**
 * Looks at the stream and the consumer once a second: whether they can be reached, whether they are still the ones that
 * this sink was started on, and up to where messages are finished with.
 */
final class Monitor {

    private static final Duration PERIOD = Duration.ofSeconds(1);
    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(2);

    /** Claims are remembered for longer than the stream keeps intents, by wall clocks that may differ. */
    private static final int RETENTION_FACTOR = 2;

    /** The part of that time after which an intent that still matters is published again. */
    private static final int RENEWED_AFTER = 2;

    /** nats-server 2.10 and 2.11 tell a consumer's creation a fraction of a millisecond later after a restart. */
    private static final Duration SAME_CREATION = Duration.ofMillis(100);

    /** After what time a server has surely written down what was acknowledged: it syncs every two minutes by default. */
    private static final Duration FLOOR_SETTLES = Duration.ofMinutes(5);

    private final ArrayDeque<Floor> floors = new ArrayDeque<>();
    private long settled;
    private final Kernel kernel;
    private final EventStream events;
    private final EventStream letters;
    private final EventConsumer consumer;
    private final Origin origin;
    private final Instant consumerCreated;
    private final IntentLog log;
    private final SinkConfig config;
    private final SinkPorts ports;
    private final Health health;

    Monitor(
            Kernel kernel,
            EventStream events,
            EventStream letters,
            EventConsumer consumer,
            Origin origin,
            Instant consumerCreated,
            IntentLog log,
            SinkConfig config,
            SinkPorts ports,
            Health health) {
        this.kernel = kernel;
        this.events = events;
        this.letters = letters;
        this.consumer = consumer;
        this.origin = origin;
        this.consumerCreated = consumerCreated;
        this.log = log;
        this.config = config;
        this.ports = ports;
        this.health = health;
    }

    void runUntil(Cancellation cancellation) {
        health.guard("monitor", () -> {
            do {
                health.streams(check(cancellation));
            } while (kernel.sleep(PERIOD, cancellation));
        });
    }

    /** Why the streams are of no use at the moment; empty when they are. */
    private Optional<String> check(Cancellation cancellation) {
        if (!ports.streams().connected()) {
            return Optional.of("not connected to the message server");
        }
        Optional<String> problem = switch (events.state(kernel.deadlineIn(REQUEST_TIMEOUT))) {
            case Answer.Unavailable<StreamState>(String detail) -> Optional.of(detail);
            case Answer.Known<StreamState>(StreamState state) -> {
                if (!state.created().equals(origin.created())) {
                    health.fail("the stream " + origin.stream() + " was deleted and made again (created "
                            + state.created() + ", not " + origin.created()
                            + "): restart the sink to work on the new one");
                }
                observe(StreamRole.EVENTS, state);
                yield Optional.empty();
            }
        };
        observeDeadLetters();
        return problem.or(() -> checkConsumer(cancellation));
    }

    private void observeDeadLetters() {
        if (letters.state(kernel.deadlineIn(REQUEST_TIMEOUT)) instanceof Answer.Known<StreamState>(StreamState state)) {
            observe(StreamRole.DEAD_LETTERS, state);
            ports.telemetry().set(Gauge.DLQ_DEPTH, (double) state.messages());
        }
    }

    private void observe(StreamRole role, StreamState state) {
        ports.telemetry().streamState(role, state.messages(), state.bytes(), state.maxBytes());
    }

    private Optional<String> checkConsumer(Cancellation cancellation) {
        return switch (consumer.state(kernel.deadlineIn(REQUEST_TIMEOUT))) {
            case Answer.Unavailable<ConsumerState>(String detail) -> Optional.of(detail);
            case Answer.Known<ConsumerState>(ConsumerState state) -> {
                if (!sameCreation(consumerCreated, state.created())) {
                    health.fail(recreated(consumer));
                }
                Duration kept = config.streams().intentRetention().multipliedBy(RETENTION_FACTOR);
                log.forget(settledFloor(state.ackFloor()), kernel.now().minus(kept));
                log.renew(
                        kernel.now().minus(config.streams().intentRetention().dividedBy(RENEWED_AFTER)), cancellation);
                yield Optional.empty();
            }
        };
    }

    /**
     * The ack floor of some minutes ago. A server that is killed may forget the acknowledgements of its last moments, and
     * deliver again what lay below its floor: the claims to that must still be known.
     */
    private long settledFloor(long ackFloor) {
        long now = kernel.nanoTime();
        floors.add(new Floor(now, ackFloor));
        while (floors.size() > 1 && now - floors.getFirst().seenNanos() > FLOOR_SETTLES.toNanos()) {
            settled = floors.removeFirst().ackFloor();
        }
        return settled;
    }

    /** An ack floor, and when it was seen. */
    private record Floor(long seenNanos, long ackFloor) {}

    /** Whether two times of creation are those of one consumer. */
    static boolean sameCreation(Instant known, Instant found) {
        return Duration.between(known, found).abs().compareTo(SAME_CREATION) <= 0;
    }

    static String recreated(EventConsumer consumer) {
        return "the consumer " + consumer.spec().name()
                + " was deleted and made again under this sink: find out by whom, then restart it";
    }
}
