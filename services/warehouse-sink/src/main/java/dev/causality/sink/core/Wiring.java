package dev.causality.sink.core;

import dev.causality.deadletters.DeadLetters;
import dev.causality.deadletters.Origin;
import dev.causality.deadletters.Overflow;
import dev.causality.kernel.Cancellation;
import dev.causality.kernel.Deadline;
import dev.causality.kernel.Ids;
import dev.causality.kernel.Kernel;
import dev.causality.ports.Answer;
import dev.causality.ports.ConsumerSpec;
import dev.causality.ports.ConsumerState;
import dev.causality.ports.EventConsumer;
import dev.causality.ports.EventStream;
import dev.causality.ports.EventStreams;
import dev.causality.ports.PortException;
import dev.causality.ports.StreamSpec;
import dev.causality.ports.StreamState;
import dev.causality.retention.EventsStream;
import dev.causality.sink.config.SinkConfig;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Opens the streams that a sink works with, and puts its parts together. */
record Wiring(Origin origin, SinkParts parts, List<EventConsumer> consumers, Monitor monitor, Companions companions) {

    private static final String EVENT_SUBJECTS = "events.>";
    private static final String INTENT_SUBJECTS = "intents.>";

    /** How long the streams may take to answer at start. */
    private static final Duration START_TIMEOUT = Duration.ofSeconds(30);

    /** For how long a repeated publication of an intent is recognised; it is repeated after seconds, if at all. */
    private static final Duration INTENT_DUPLICATES = Duration.ofMinutes(2);

    static Wiring open(Kernel kernel, SinkPorts ports, SinkConfig config, Health health, Cancellation background) {
        Deadline deadline = kernel.deadlineIn(START_TIMEOUT);
        EventStreams streams = ports.streams();
        SinkConfig.Streams names = config.streams();
        EventStream events = streams.open(
                EventsStream.spec(names.events(), names.eventsMaxBytes(), names.dedupWindow(), names.replicas()),
                deadline);
        EventStream letters = streams.open(
                DeadLetters.streamSpec(names.deadLetters(), names.deadLettersMaxAge(), -1, names.replicas()), deadline);
        EventStream intents = streams.open(intentsSpec(names), deadline);
        List<EventConsumer> consumers = new ArrayList<>();
        for (int i = 0; i < config.batching().workers(); i++) {
            consumers.add(streams.consumer(events, consumerSpec(config.delivery()), deadline));
        }
        Opened opened = new Opened(
                events,
                letters,
                intents,
                consumers.getFirst(),
                known("the stream " + names.events(), events.state(deadline)),
                known(
                        "the consumer " + config.delivery().consumer(),
                        consumers.getFirst().state(deadline)));
        return opened.wire(kernel, ports, config, health, background, consumers, deadline);
    }

    private record Opened(
            EventStream events,
            EventStream letters,
            EventStream intents,
            EventConsumer consumer,
            StreamState streamState,
            ConsumerState consumerState) {

        Wiring wire(
                Kernel kernel,
                SinkPorts ports,
                SinkConfig config,
                Health health,
                Cancellation background,
                List<EventConsumer> consumers,
                Deadline deadline) {
            Ids ids = new Ids(kernel);
            String holder = ids.next();
            Instant consumerCreated = consumerState.created();
            Origin origin = new Origin(
                    config.streams().events(),
                    streamState.created(),
                    config.delivery().consumer());
            SinkObjects objects = new SinkObjects(
                    config.warehouse().prefix(), config.warehouse().deadPrefix(), origin, ports.encoder());
            IntentLog log = new IntentLog(kernel, intents, origin, holder, ports.telemetry());
            StoreGate gate = new StoreGate(
                    kernel,
                    ports.store(),
                    objects.probeKey(holder),
                    config.warehouse().attemptTimeout(),
                    health,
                    background);
            StoreCalls calls = new StoreCalls(kernel, gate, config);
            Claims claims = new Claims(
                    kernel, log, consumer, consumerCreated, ports.store(), objects, calls, ports.telemetry(), health);
            RowStore rows = new RowStore(kernel, ids, claims, ports.store(), objects, calls, ports.telemetry());
            DeadLetters deadLetters = new DeadLetters(
                    kernel,
                    letters,
                    ports.streams()::maxPayloadBytes,
                    origin,
                    Optional.of(new Overflow(ports.store(), config.warehouse().deadPrefix())));
            Burial burial = new Burial(
                    kernel, ids, claims, events, deadLetters, ports.store(), objects, calls, origin, ports.telemetry());
            kernel.start("intents", () -> health.guard("intents", () -> log.followUntil(background)));
            Load load = new Load(kernel, config.batching().workers(), gate, ports.telemetry());
            SinkParts parts =
                    new SinkParts(kernel, ports.streams(), config, rows, burial, gate, health, load, ports.telemetry());
            Monitor monitor =
                    new Monitor(kernel, events, letters, consumer, origin, consumerCreated, log, config, ports, health);
            Companions companions =
                    Companions.start(kernel, ports, config, events, origin, deadLetters, burial, deadline);
            return new Wiring(origin, parts, List.copyOf(consumers), monitor, companions);
        }
    }

    private static StreamSpec intentsSpec(SinkConfig.Streams names) {
        Duration window =
                names.intentRetention().compareTo(INTENT_DUPLICATES) < 0 ? names.intentRetention() : INTENT_DUPLICATES;
        return new StreamSpec(
                names.intents(), List.of(INTENT_SUBJECTS), names.intentRetention(), -1, names.replicas(), window, -1);
    }

    private static ConsumerSpec consumerSpec(SinkConfig.Delivery delivery) {
        return new ConsumerSpec(
                delivery.consumer(),
                EVENT_SUBJECTS,
                delivery.ackWait(),
                delivery.maxAckPending(),
                delivery.maxDeliver());
    }

    private static <T> T known(String what, Answer<T> answer) {
        return switch (answer) {
            case Answer.Known<T>(T value) -> value;
            case Answer.Unavailable<T>(String detail) ->
                throw new PortException("the state of " + what + " cannot be read: " + detail);
        };
    }
}
