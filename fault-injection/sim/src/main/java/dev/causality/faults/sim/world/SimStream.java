package dev.causality.faults.sim.world;

import dev.causality.faults.sim.SimKernel;
import dev.causality.kernel.Cancellation;
import dev.causality.kernel.Deadline;
import dev.causality.ports.Answer;
import dev.causality.ports.ConsumerState;
import dev.causality.ports.EventStream;
import dev.causality.ports.Publication;
import dev.causality.ports.PublishOutcome;
import dev.causality.ports.StoredMessage;
import dev.causality.ports.StreamState;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A stream as one process sees it: the one that was created at {@code created}. */
final class SimStream implements EventStream {

    private final Client client;
    private final SimKernel kernel;
    private final WorldObserver observer;
    private final String name;
    private final Instant created;
    private final Publisher publisher;

    SimStream(Client client, Interference interference, WorldObserver observer, String name, Instant created) {
        this.client = client;
        this.kernel = client.kernel();
        this.observer = observer;
        this.name = name;
        this.created = created;
        this.publisher = new Publisher(client, interference, observer, name);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public List<PublishOutcome> publishAll(
            List<Publication> publications, Deadline deadline, Cancellation cancellation) {
        kernel.point("publish");
        List<PublishOutcome> outcomes = publisher.publishAll(publications, deadline, cancellation);
        kernel.point("published");
        return outcomes;
    }

    @Override
    public Answer<Optional<StoredMessage>> read(long sequence, Deadline deadline) {
        return ask(
                "read",
                deadline,
                () -> client.host()
                        .with(server -> server.streamState(name)
                                .map(_ -> server.message(name, sequence))
                                .orElse(null)));
    }

    @Override
    public Answer<Optional<StoredMessage>> readLast(String subject, Deadline deadline) {
        return ask(
                "read last",
                deadline,
                () -> client.host()
                        .with(server -> server.streamState(name)
                                .map(_ -> server.lastMessage(name, subject))
                                .orElse(null)));
    }

    @Override
    public Answer<StreamState> state(Deadline deadline) {
        return ask(
                "stream state",
                deadline,
                () -> client.host().with(server -> server.streamState(name).orElse(null)));
    }

    @Override
    public Answer<Optional<ConsumerState>> consumerState(String consumer, Deadline deadline) {
        return ask(
                "consumer state",
                deadline,
                () -> client.host()
                        .with(server -> server.streamState(name)
                                .map(_ -> server.consumerState(name, consumer))
                                .orElse(null)));
    }

    /** {@inheritDoc} As the real client does, asks first whether the stream is the same, and purges nothing below 1. */
    @Override
    public Answer<Long> purgeBelow(long sequence, Deadline deadline) {
        return switch (state(deadline)) {
            case Answer.Unavailable<StreamState>(String detail) -> new Answer.Unavailable<>(detail);
            case Answer.Known<StreamState>(StreamState now)
            when !now.created().equals(created) ->
                new Answer.Unavailable<>("stream " + name + " was deleted and made again at " + now.created());
            case Answer.Known<StreamState>(StreamState now)
            when sequence <= Math.max(1, now.firstSequence()) -> new Answer.Known<>(0L);
            case Answer.Known<StreamState> _ -> ask("purge", deadline, () -> purge(sequence));
        };
    }

    private @Nullable Long purge(long sequence) {
        return client.host().with(server -> {
            observer.purging(client.process(), name, sequence);
            return server.purgeBelow(name, sequence, client.host().nanos()).orElse(null);
        });
    }

    @Override
    public Follower follow() {
        Reading reading = new Reading(client, name, created, "");
        return new Follower() {
            @Override
            public List<StoredMessage> next(Deadline deadline, Cancellation cancellation) {
                return reading.next(deadline, cancellation, false);
            }

            @Override
            public void close() {
                reading.close();
            }
        };
    }

    /** A question that the server cannot answer, for want of the stream, is as good as one that was not answered. */
    private <T> Answer<T> ask(String what, Deadline deadline, Supplier<@Nullable T> atServer) {
        kernel.point(what);
        Optional<T> found = client.ask(what, deadline, () -> Optional.ofNullable(atServer.get()));
        T value = found == null ? null : found.orElse(null);
        kernel.point(what);
        return value == null ? new Answer.Unavailable<>("no answer: " + client.problem()) : new Answer.Known<>(value);
    }
}
