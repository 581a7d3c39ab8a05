package dev.causality.deadletters;

import dev.causality.kernel.Cancellation;
import dev.causality.kernel.Deadline;
import dev.causality.ports.Answer;
import dev.causality.ports.Answer.Known;
import dev.causality.ports.Answer.Unavailable;
import dev.causality.ports.ConsumerState;
import dev.causality.ports.EventStream;
import dev.causality.ports.StoredMessage;
import dev.causality.ports.StreamState;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the advisories say about a consumer's ack floor. Whoever removes messages from the source stream has to know it,
 * for the floor is misleading in both directions once the server has given a message up (measured on nats-server 2.10.26
 * and 2.15.1):
 *
 * <ul>
 *   <li>It passes an exhausted message, which nobody may have buried yet, as soon as the last pending message is
 *       acknowledged. So nothing may be removed before the capture has dealt with every advisory.
 *   <li>It stays below an exhausted message for as long as there is any pending message, which on a busy consumer is for
 *       ever. No answer to the exhausted message moves it, nor does deleting that message; removing everything up to it
 *       does (2.15.1). So whoever wants to go on has to know that the message in the way is finished.
 * </ul>
 *
 * <p>For one task at a time.
 */
public final class GivenUp implements AutoCloseable {

    /** How many exhausted messages are remembered: more than there are in any healthy installation. */
    static final int MAX_EXHAUSTED = 100_000;

    private final EventStream advisories;
    private final Origin origin;
    private final EventStream.Follower follower;
    private final TreeMap<Long, Instant> exhausted = new TreeMap<>();
    private long seen;
    private long lastOfOrigin;

    /**
     * Begins to follow the advisories.
     *
     * @param advisories the stream of {@link AdvisoryStream}
     * @param origin the consumer that it is about
     */
    public GivenUp(EventStream advisories, Origin origin) {
        this.advisories = advisories;
        this.origin = origin;
        this.follower = advisories.follow();
    }

    /**
     * Reads what is new.
     *
     * @param first the first sequence of the source stream; what lies below is gone, and is forgotten
     * @return the messages whose deliveries the server counted out, each with the time when, all of them buried or found
     *     to be stored; empty while the capture has anything left to deal with, or does not exist
     */
    public Answer<Optional<SortedMap<Long, Instant>>> dealtWith(
            long first, Deadline deadline, Cancellation cancellation) {
        exhausted.headMap(first).clear();
        return switch (advisories.state(deadline)) {
            case Unavailable<StreamState>(String detail) -> new Unavailable<>(detail);
            case Known<StreamState>(StreamState state) -> {
                if (!catchUp(state, deadline, cancellation)) {
                    yield new Unavailable<>("the advisories could not be read in time");
                }
                yield advisories
                        .consumerState(AdvisoryStream.consumerName(origin.consumer()), deadline)
                        .map(capture -> capture.filter(this::dealtWithAll).map(_ -> new TreeMap<>(exhausted)));
            }
        };
    }

    @Override
    public void close() {
        follower.close();
    }

    private boolean catchUp(StreamState state, Deadline deadline, Cancellation cancellation) {
        while (state.messages() > 0 && seen < state.lastSequence()) {
            List<StoredMessage> messages = follower.next(deadline, cancellation);
            if (messages.isEmpty()) {
                return false;
            }
            messages.forEach(this::see);
        }
        return true;
    }

    private void see(StoredMessage message) {
        seen = message.sequence();
        Advisory.parse(message.payload()).filter(this::ofOrigin).ifPresent(advisory -> {
            lastOfOrigin = message.sequence();
            if (advisory.kind() == Advisory.Kind.MAX_DELIVERIES && exhausted.size() < MAX_EXHAUSTED) {
                exhausted.put(advisory.sequence(), advisory.time());
            }
        });
    }

    private boolean ofOrigin(Advisory advisory) {
        return advisory.stream().equals(origin.stream())
                && advisory.consumer().equals(origin.consumer())
                && !advisory.time().isBefore(origin.created());
    }

    private boolean dealtWithAll(ConsumerState capture) {
        return capture.ackFloor() >= lastOfOrigin
                || (capture.ackPending() == 0 && capture.deliveredSequence() >= lastOfOrigin);
    }
}
