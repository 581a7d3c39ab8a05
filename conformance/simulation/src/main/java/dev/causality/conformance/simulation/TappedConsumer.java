package dev.causality.conformance.simulation;

import dev.causality.checkers.history.WireEvent.AckKind;
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

/** A consumer whose deliveries and answers are taken down as they pass between it and the service. */
final class TappedConsumer implements EventConsumer {

    private final EventConsumer consumer;
    private final Tap tap;

    TappedConsumer(EventConsumer consumer, Tap tap) {
        this.consumer = consumer;
        this.tap = tap;
    }

    @Override
    public ConsumerSpec spec() {
        return consumer.spec();
    }

    @Override
    public FetchOutcome fetch(int maxMessages, long maxBytes, Deadline deadline, Cancellation cancellation) {
        FetchOutcome outcome = consumer.fetch(maxMessages, maxBytes, deadline, cancellation);
        if (outcome instanceof FetchOutcome.Fetched(List<Delivery> deliveries)) {
            deliveries.forEach(tap::delivered);
        }
        return outcome;
    }

    @Override
    public void ack(Receipt receipt) {
        tap.answered(receipt, AckKind.ACK, Duration.ZERO);
        consumer.ack(receipt);
    }

    @Override
    public AckOutcome ackConfirmed(Receipt receipt, Deadline deadline) {
        tap.answered(receipt, AckKind.ACK, Duration.ZERO);
        return consumer.ackConfirmed(receipt, deadline);
    }

    @Override
    public void nak(Receipt receipt, Duration delay) {
        tap.answered(receipt, AckKind.NAK, delay);
        consumer.nak(receipt, delay);
    }

    @Override
    public void terminate(Receipt receipt, String reason) {
        tap.answered(receipt, AckKind.TERM, Duration.ZERO);
        consumer.terminate(receipt, reason);
    }

    @Override
    public void inProgress(Receipt receipt) {
        tap.answered(receipt, AckKind.IN_PROGRESS, Duration.ZERO);
        consumer.inProgress(receipt);
    }

    @Override
    public List<Delivery> stop(Deadline deadline) {
        List<Delivery> late = consumer.stop(deadline);
        late.forEach(tap::delivered);
        return late;
    }

    @Override
    public Answer<ConsumerState> state(Deadline deadline) {
        return consumer.state(deadline);
    }
}
