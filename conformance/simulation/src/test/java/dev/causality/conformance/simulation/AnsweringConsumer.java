package dev.causality.conformance.simulation;

import dev.causality.adapters.nats.NatsConfig;
import dev.causality.adapters.nats.NatsStreams;
import dev.causality.kernel.Cancellation;
import dev.causality.kernel.Deadline;
import dev.causality.kernel.Kernel;
import dev.causality.kernel.Kernels;
import dev.causality.ports.Answer.Known;
import dev.causality.ports.ConsumerSpec;
import dev.causality.ports.Delivery;
import dev.causality.ports.EventConsumer;
import dev.causality.ports.EventConsumer.FetchOutcome.Fetched;
import dev.causality.ports.EventStream;
import dev.causality.ports.Publication;
import dev.causality.ports.PublishOutcome.Confirmed;
import dev.causality.ports.StreamSpec;
import dev.causality.testservers.NatsServer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** A consumer of a stream of its own on a real server, which answers each delivery as planned and keeps the counts. */
final class AnsweringConsumer implements AutoCloseable {

    private static final Duration ACK_WAIT = Duration.ofSeconds(1);
    private static final Duration HAND_BACK_DELAY = Duration.ofMillis(100);
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final Duration FETCH = Duration.ofMillis(100);

    /** An answer that was not with the server by this part of the ack wait may have come too late. */
    private static final double IN_TIME = 0.8;

    private final Kernel kernel = Kernels.jdk();
    private final NatsStreams streams;
    private final String name;
    private final EventStream stream;
    private final EventConsumer consumer;
    private final Map<Long, List<Answer>> plans = new TreeMap<>();
    private final Map<Long, List<Long>> counts = new TreeMap<>();
    private final Set<Long> late = new TreeSet<>();

    /** What is done with a delivery. */
    enum Answer {
        SILENCE,
        HAND_BACK,
        ACKNOWLEDGE,
        TERMINATE
    }

    AnsweringConsumer(NatsServer server, String name, int maxDeliver) {
        this.name = name;
        this.streams = NatsStreams.connect(NatsConfig.of(server.url(), name), kernel);
        this.stream = streams.open(
                new StreamSpec(name, List.of(name), Duration.ZERO, -1, 1, Duration.ofMinutes(2), -1), limit());
        this.consumer =
                streams.consumer(stream, new ConsumerSpec("answering", name, ACK_WAIT, 1_000, maxDeliver), limit());
    }

    private Deadline limit() {
        return kernel.deadlineIn(LIMIT);
    }

    /** Publishes a message for each plan; answers their sequences. */
    List<Long> publish(List<List<Answer>> messages) {
        List<Publication> publications = new ArrayList<>();
        for (int i = 0; i < messages.size(); i++) {
            byte[] text = ("message " + i).getBytes(StandardCharsets.UTF_8);
            publications.add(new Publication(name, name + ":" + i, List.of(), text));
        }
        List<Long> sequences = stream.publishAll(publications, limit(), Cancellation.NEVER).stream()
                .map(outcome -> ((Confirmed) outcome).sequence())
                .toList();
        for (int i = 0; i < sequences.size(); i++) {
            plans.put(sequences.get(i), messages.get(i));
        }
        return sequences;
    }

    /** Answers until as many deliveries as expected were seen, and then for longer than an ack wait none. */
    void answerUntilQuiet(long expected) {
        Deadline limit = limit();
        Deadline quiet = kernel.deadlineIn(ACK_WAIT.multipliedBy(2));
        long seen = 0;
        while ((seen < expected || !quiet.passed(kernel)) && !limit.passed(kernel)) {
            if (consumer.fetch(100, 1 << 20, kernel.deadlineIn(FETCH), Cancellation.NEVER)
                            instanceof Fetched(List<Delivery> deliveries)
                    && !deliveries.isEmpty()) {
                seen += deliveries.size();
                quiet = kernel.deadlineIn(ACK_WAIT.multipliedBy(2));
                deliveries.forEach(this::answer);
                noteLate(deliveries);
            }
        }
    }

    private void answer(Delivery delivery) {
        List<Answer> plan = plans.getOrDefault(delivery.sequence(), List.of());
        List<Long> own = counts.computeIfAbsent(delivery.sequence(), _ -> new ArrayList<>());
        Answer answer = own.size() < plan.size() ? plan.get(own.size()) : Answer.ACKNOWLEDGE;
        own.add(delivery.deliveryCount());
        switch (answer) {
            case SILENCE -> {}
            case HAND_BACK -> consumer.nak(delivery.receipt(), HAND_BACK_DELAY);
            case ACKNOWLEDGE -> consumer.ack(delivery.receipt());
            case TERMINATE -> consumer.terminate(delivery.receipt(), "planned");
        }
    }

    /** Once the server has answered a question, it has had the answers that were sent before. */
    private void noteLate(List<Delivery> deliveries) {
        boolean known = consumer.state(limit()) instanceof Known;
        long now = kernel.nanoTime();
        for (Delivery delivery : deliveries) {
            if (!known || now - delivery.notSentBefore() > IN_TIME * ACK_WAIT.toNanos()) {
                late.add(delivery.sequence());
            }
        }
    }

    /** The delivery counts of a message, in the order in which they came. */
    List<Long> counts(long sequence) {
        return counts.getOrDefault(sequence, List.of());
    }

    /** Messages of which an answer may have come too late: nothing can be said about them. */
    Set<Long> late() {
        return late;
    }

    @Override
    public void close() {
        consumer.stop(limit());
        streams.close();
    }
}
