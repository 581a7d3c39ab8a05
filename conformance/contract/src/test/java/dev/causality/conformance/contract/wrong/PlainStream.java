package dev.causality.conformance.contract.wrong;

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

/** Does what another does. */
abstract class PlainStream implements EventStream {

    final EventStream right;

    PlainStream(EventStream right) {
        this.right = right;
    }

    @Override
    public String name() {
        return right.name();
    }

    @Override
    public List<PublishOutcome> publishAll(
            List<Publication> publications, Deadline deadline, Cancellation cancellation) {
        return right.publishAll(publications, deadline, cancellation);
    }

    @Override
    public Answer<Optional<StoredMessage>> read(long sequence, Deadline deadline) {
        return right.read(sequence, deadline);
    }

    @Override
    public Answer<Optional<StoredMessage>> readLast(String subject, Deadline deadline) {
        return right.readLast(subject, deadline);
    }

    @Override
    public Answer<StreamState> state(Deadline deadline) {
        return right.state(deadline);
    }

    @Override
    public Answer<Optional<ConsumerState>> consumerState(String consumer, Deadline deadline) {
        return right.consumerState(consumer, deadline);
    }

    @Override
    public Answer<Long> purgeBelow(long sequence, Deadline deadline) {
        return right.purgeBelow(sequence, deadline);
    }

    @Override
    public Follower follow() {
        return right.follow();
    }
}
