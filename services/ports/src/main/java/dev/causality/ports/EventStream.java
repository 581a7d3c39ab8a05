package dev.causality.ports;

import dev.causality.kernel.Cancellation;
import dev.causality.kernel.Deadline;
import java.util.List;
import java.util.Optional;

/** One stream of messages. Safe for use by several tasks. */
public interface EventStream {

    String name();

    /**
     * Publishes all, and waits for their confirmations. They may be stored in any order, and some without the others.
     *
     * @return one outcome for each publication, in their order; what the deadline or the cancellation cut short is
     *     {@link PublishOutcome.Unknown}
     */
    List<PublishOutcome> publishAll(List<Publication> publications, Deadline deadline, Cancellation cancellation);

    /** Publishes one. */
    default PublishOutcome publish(Publication publication, Deadline deadline, Cancellation cancellation) {
        return publishAll(List.of(publication), deadline, cancellation).getFirst();
    }

    /** The message at {@code sequence}. */
    Answer<Optional<StoredMessage>> read(long sequence, Deadline deadline);

    /** The last message of {@code subject}. */
    Answer<Optional<StoredMessage>> readLast(String subject, Deadline deadline);

    Answer<StreamState> state(Deadline deadline);

    /** The state of the consumer of that name, which need not be ours; empty when there is none. */
    Answer<Optional<ConsumerState>> consumerState(String consumer, Deadline deadline);

    /** Removes all messages below {@code sequence}. Repeating it does no harm. Answers how many went. */
    Answer<Long> purgeBelow(long sequence, Deadline deadline);

    /** Follows the stream from its first message on, in order and without gaps as far as the stream still has them. */
    Follower follow();

    /** A reader of all of a stream's messages, old and new. For one task at a time. */
    interface Follower extends AutoCloseable {

        /**
         * The next messages, in stream order; waits for at least one. Empty when the deadline or the cancellation came
         * first, and while the server cannot be reached (the follower goes on where it was, afterwards).
         */
        List<StoredMessage> next(Deadline deadline, Cancellation cancellation);

        @Override
        void close();
    }
}
