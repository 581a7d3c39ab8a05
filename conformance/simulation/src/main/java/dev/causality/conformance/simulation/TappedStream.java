package dev.causality.conformance.simulation;

import dev.causality.kernel.Cancellation;
import dev.causality.kernel.Deadline;
import dev.causality.ports.Answer;
import dev.causality.ports.ConsumerState;
import dev.causality.ports.EventStream;
import dev.causality.ports.Publication;
import dev.causality.ports.PublishOutcome;
import dev.causality.ports.StoredMessage;
import dev.causality.ports.StreamState;
import java.util.List;
import java.util.Optional;

/** A stream whose time of creation is taken down as its process is told it. */
final class TappedStream implements EventStream {

    private final EventStream stream;
    private final Tap tap;

    TappedStream(EventStream stream, Tap tap) {
        this.stream = stream;
        this.tap = tap;
    }

    @Override
    public Answer<StreamState> state(Deadline deadline) {
        Answer<StreamState> answer = stream.state(deadline);
        if (answer instanceof Answer.Known<StreamState>(StreamState state)) {
            tap.created(state.created());
        }
        return answer;
    }

    @Override
    public String name() {
        return stream.name();
    }

    @Override
    public List<PublishOutcome> publishAll(
            List<Publication> publications, Deadline deadline, Cancellation cancellation) {
        return stream.publishAll(publications, deadline, cancellation);
    }

    @Override
    public Answer<Optional<StoredMessage>> read(long sequence, Deadline deadline) {
        return stream.read(sequence, deadline);
    }

    @Override
    public Answer<Optional<StoredMessage>> readLast(String subject, Deadline deadline) {
        return stream.readLast(subject, deadline);
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
