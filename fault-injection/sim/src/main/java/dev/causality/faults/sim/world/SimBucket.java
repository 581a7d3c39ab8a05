package dev.causality.faults.sim.world;

import dev.causality.faults.sim.SimKernel;
import dev.causality.faults.sim.world.jetstream.PublishAnswer;
import dev.causality.faults.sim.world.jetstream.Sizes;
import dev.causality.faults.sim.world.jetstream.StreamSettings;
import dev.causality.kernel.Cancellation;
import dev.causality.kernel.Deadline;
import dev.causality.ports.Answer;
import dev.causality.ports.DocumentBucket;
import dev.causality.ports.Header;
import dev.causality.ports.StoredMessage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A bucket as one process sees it: one subject for each document, the last message counts. */
final class SimBucket implements DocumentBucket {

    private static final byte[] NOTHING = new byte[0];
    private static final String OPERATION = "KV-Operation";
    private static final String EXPECTED = "Nats-Expected-Last-Subject-Sequence";

    private final Client client;
    private final SimKernel kernel;
    private final String stream;
    private final String prefix;
    private final Instant created;

    SimBucket(Client client, String name, Instant created) {
        this.client = client;
        this.kernel = client.kernel();
        this.stream = StreamSettings.bucket(name, 1).spec().name();
        this.prefix = StreamSettings.bucketPrefix(name);
        this.created = created;
    }

    @Override
    public Answer<Optional<Document>> get(String key, Deadline deadline) {
        kernel.point("get document");
        Answer<Optional<Document>> answer = last(key, deadline)
                .map(found -> found.filter(message -> !isRemoval(message))
                        .map(message -> new Document(key, message.payload(), message.sequence())));
        kernel.point("got document");
        return answer;
    }

    /** {@inheritDoc} Where a removed document had this key, its marker is written over. */
    @Override
    public WriteOutcome create(String key, byte[] value, Deadline deadline) {
        WriteOutcome outcome = write(key, value, 0, List.of(), deadline);
        if (!(outcome instanceof WriteOutcome.Conflict)) {
            return outcome;
        }
        return switch (last(key, deadline)) {
            case Answer.Unavailable<Optional<StoredMessage>>(String detail) -> new WriteOutcome.Refused(detail);
            case Answer.Known<Optional<StoredMessage>>(Optional<StoredMessage> found) ->
                found.filter(SimBucket::isRemoval)
                        .map(marker -> write(key, value, marker.sequence(), List.of(), deadline))
                        .orElse(outcome);
        };
    }

    @Override
    public WriteOutcome update(String key, byte[] value, long revision, Deadline deadline) {
        return write(key, value, revision, List.of(), deadline);
    }

    @Override
    public WriteOutcome delete(String key, long revision, Deadline deadline) {
        return write(key, NOTHING, revision, List.of(new Header(OPERATION, "DEL")), deadline);
    }

    @Override
    public Watch watch() {
        return new SimWatch(new Reading(client, stream, created, prefix + ">"), kernel, prefix);
    }

    static boolean isRemoval(StoredMessage message) {
        return message.headers().stream().anyMatch(header -> header.name().equals(OPERATION));
    }

    private Answer<Optional<StoredMessage>> last(String key, Deadline deadline) {
        if (!Names.isKey(key)) {
            return new Answer.Known<>(Optional.empty());
        }
        Optional<StoredMessage> found = client.ask(
                "last of document",
                deadline,
                () -> client.host()
                        .with(server -> server.streamState(stream).isEmpty()
                                ? null
                                : server.lastMessage(stream, prefix + key)));
        return found == null ? new Answer.Unavailable<>(client.problem()) : new Answer.Known<>(found);
    }

    private WriteOutcome write(String key, byte[] value, long revision, List<Header> headers, Deadline deadline) {
        if (!Names.isKey(key)) {
            return new WriteOutcome.Refused("'" + key + "' cannot be a key");
        }
        List<Header> all = new ArrayList<>(headers);
        all.add(new Header(EXPECTED, Long.toString(revision)));
        long most = client.host().server().settings().maxPayloadBytes();
        if (Sizes.headers(all) + value.length > most) {
            return new WriteOutcome.Refused("larger than the " + most + " bytes that the server takes");
        }
        kernel.point("write document");
        if (client.current() == null) {
            return new WriteOutcome.Refused(client.problem());
        }
        PublishAnswer answer = client.ask(
                "write document",
                deadline,
                () -> client.host()
                        .with(server -> server.publish(
                                prefix + key, all, value, client.host().nanos())));
        kernel.point("wrote document");
        return outcome(answer);
    }

    private static WriteOutcome outcome(@Nullable PublishAnswer answer) {
        return switch (answer) {
            case null -> new WriteOutcome.Unknown("no confirmation in time");
            case PublishAnswer.Stored(String _, long sequence, boolean _) -> new WriteOutcome.Written(sequence);
            case PublishAnswer.Failed(PublishAnswer.Problem problem, String detail) ->
                problem == PublishAnswer.Problem.WRONG_LAST_SEQUENCE
                        ? new WriteOutcome.Conflict()
                        : new WriteOutcome.Refused(detail);
            case PublishAnswer.Nobody _ -> new WriteOutcome.Refused("nobody takes writes at the moment");
        };
    }

    /** Follows the documents of a bucket. */
    private static final class SimWatch implements Watch {

        private final Reading reading;
        private final SimKernel kernel;
        private final String prefix;
        private boolean saidSo;

        SimWatch(Reading reading, SimKernel kernel, String prefix) {
            this.reading = reading;
            this.kernel = kernel;
            this.prefix = prefix;
        }

        @Override
        public List<Change> next(Deadline deadline, Cancellation cancellation) {
            List<Change> changes = new ArrayList<>();
            while (changes.isEmpty()) {
                reading.next(deadline, cancellation, !saidSo).forEach(message -> changes.add(change(message)));
                if (reading.caughtUp() && !saidSo) {
                    saidSo = true;
                    changes.add(new Change.CaughtUp());
                }
                if (cancellation.isCancelled() || deadline.passed(kernel)) {
                    break;
                }
            }
            return changes;
        }

        @Override
        public void close() {
            reading.close();
        }

        private Change change(StoredMessage message) {
            String key = message.subject().substring(prefix.length());
            return isRemoval(message)
                    ? new Change.Deleted(key, message.sequence())
                    : new Change.Put(new Document(key, message.payload(), message.sequence()));
        }
    }
}
