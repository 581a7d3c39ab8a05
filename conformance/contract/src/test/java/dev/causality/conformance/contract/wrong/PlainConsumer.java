package dev.causality.conformance.contract.wrong;

import dev.causality.kernel.Cancellation;
import dev.causality.kernel.Deadline;
import dev.causality.ports.Answer;
import dev.causality.ports.ConsumerSpec;
import dev.causality.ports.ConsumerState;
import dev.causality.ports.Delivery;
import dev.causality.ports.EventConsumer;
import dev.causality.ports.Receipt;
import java.time.Duration;
import java.util.List;

/** Does what another does. */
abstract class PlainConsumer implements EventConsumer {

    final EventConsumer right;

    PlainConsumer(EventConsumer right) {
        this.right = right;
    }

    /** What becomes of a delivery on its way out. */
    Delivery delivery(Delivery delivery) {
        return delivery;
    }

    @Override
    public ConsumerSpec spec() {
        return right.spec();
    }

    @Override
    public FetchOutcome fetch(int maxMessages, long maxBytes, Deadline deadline, Cancellation cancellation) {
        FetchOutcome outcome = right.fetch(maxMessages, maxBytes, deadline, cancellation);
        return outcome instanceof FetchOutcome.Fetched(List<Delivery> deliveries)
                ? new FetchOutcome.Fetched(
                        deliveries.stream().map(this::delivery).toList())
                : outcome;
    }

    @Override
    public void ack(Receipt receipt) {
        right.ack(receipt);
    }

    @Override
    public AckOutcome ackConfirmed(Receipt receipt, Deadline deadline) {
        return right.ackConfirmed(receipt, deadline);
    }

    @Override
    public void nak(Receipt receipt, Duration delay) {
        right.nak(receipt, delay);
    }

    @Override
    public void terminate(Receipt receipt, String reason) {
        right.terminate(receipt, reason);
    }

    @Override
    public void inProgress(Receipt receipt) {
        right.inProgress(receipt);
    }

    @Override
    public List<Delivery> stop(Deadline deadline) {
        return right.stop(deadline);
    }

    @Override
    public Answer<ConsumerState> state(Deadline deadline) {
        return right.state(deadline);
    }
}
