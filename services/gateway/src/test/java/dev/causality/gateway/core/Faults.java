package dev.causality.gateway.core;

import dev.causality.kernel.Cancellation;
import dev.causality.kernel.Deadline;
import dev.causality.ports.Answer;
import dev.causality.ports.ConsumerSpec;
import dev.causality.ports.ConsumerState;
import dev.causality.ports.DocumentBucket;
import dev.causality.ports.EventConsumer;
import dev.causality.ports.EventStream;
import dev.causality.ports.EventStreams;
import dev.causality.ports.Publication;
import dev.causality.ports.PublishOutcome;
import dev.causality.ports.StoredMessage;
import dev.causality.ports.StreamSpec;
import dev.causality.ports.StreamState;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** Real ports whose answers a test may change on their way back: what one server cannot be made to say at will. */
final class Faults {

    /** Changes the outcomes of publishing, after the real stream has done it. */
    volatile UnaryOperator<List<PublishOutcome>> outcomes = UnaryOperator.identity();

    /** Answers instead of the real stream where it gives something. */
    volatile Function<List<Publication>, Optional<List<PublishOutcome>>> instead = _ -> Optional.empty();

    /** Changes what reading a message gives. */
    volatile UnaryOperator<Answer<Optional<StoredMessage>>> reads = UnaryOperator.identity();

    /** Silences every watch while it is true. */
    volatile boolean watchesSilent;

    /** While it is true, watches do not even ask: like one whose server says nothing about its end. */
    volatile boolean watchesDeaf;

    /** How often a watch has been asked for changes while it was deaf. */
    final AtomicInteger askedWhileDeaf = new AtomicInteger();

    /** The ports with these faults. */
    EventStreams over(EventStreams real) {
        return new Streams(real);
    }

    private final class Streams implements EventStreams {

        private final EventStreams real;

        Streams(EventStreams real) {
            this.real = real;
        }

        @Override
        public EventStream open(StreamSpec spec, Deadline deadline) {
            return new Stream(real.open(spec, deadline));
        }

        @Override
        public EventConsumer consumer(EventStream stream, ConsumerSpec spec, Deadline deadline) {
            throw new UnsupportedOperationException("the gateway consumes nothing");
        }

        @Override
        public DocumentBucket bucket(String name, int replicas, Deadline deadline) {
            return new Bucket(real.bucket(name, replicas, deadline));
        }

        @Override
        public boolean connected() {
            return real.connected();
        }

        @Override
        public long maxPayloadBytes() {
            return real.maxPayloadBytes();
        }
    }

    private final class Stream implements EventStream {

        private final EventStream stream;

        Stream(EventStream stream) {
            this.stream = stream;
        }

        @Override
        public String name() {
            return stream.name();
        }

        @Override
        public List<PublishOutcome> publishAll(
                List<Publication> publications, Deadline deadline, Cancellation cancellation) {
            return instead.apply(publications)
                    .orElseGet(() -> outcomes.apply(stream.publishAll(publications, deadline, cancellation)));
        }

        @Override
        public Answer<Optional<StoredMessage>> read(long sequence, Deadline deadline) {
            return reads.apply(stream.read(sequence, deadline));
        }

        @Override
        public Answer<Optional<StoredMessage>> readLast(String subject, Deadline deadline) {
            return stream.readLast(subject, deadline);
        }

        @Override
        public Answer<StreamState> state(Deadline deadline) {
            return stream.state(deadline);
        }

        @Override
        public Answer<Optional<ConsumerState>> consumerState(String consumer, Deadline deadline) {
            return stream.consumerState(consumer, deadline);
        }

        @Override
        public Answer<Long> purgeBelow(long sequence, Deadline deadline) {
            return stream.purgeBelow(sequence, deadline);
        }

        @Override
        public Follower follow() {
            return stream.follow();
        }
    }

    private final class Bucket implements DocumentBucket {

        private final DocumentBucket bucket;

        Bucket(DocumentBucket bucket) {
            this.bucket = bucket;
        }

        @Override
        public Answer<Optional<Document>> get(String key, Deadline deadline) {
            return bucket.get(key, deadline);
        }

        @Override
        public WriteOutcome create(String key, byte[] value, Deadline deadline) {
            return bucket.create(key, value, deadline);
        }

        @Override
        public WriteOutcome update(String key, byte[] value, long revision, Deadline deadline) {
            return bucket.update(key, value, revision, deadline);
        }

        @Override
        public WriteOutcome delete(String key, long revision, Deadline deadline) {
            return bucket.delete(key, revision, deadline);
        }

        @Override
        public Watch watch() {
            Watch watch = bucket.watch();
            return new Watch() {
                @Override
                public List<Change> next(Deadline deadline, Cancellation cancellation) {
                    if (watchesDeaf) {
                        askedWhileDeaf.incrementAndGet();
                        cancellation.await(deadline);
                        return List.of();
                    }
                    List<Change> changes = watch.next(deadline, cancellation);
                    return watchesSilent ? List.of() : changes;
                }

                @Override
                public void close() {
                    watch.close();
                }
            };
        }
    }
}
