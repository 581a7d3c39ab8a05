package dev.causality.adapters.nats;

import dev.causality.kernel.Cancellation;
import dev.causality.kernel.Deadline;
import dev.causality.ports.Answer;
import dev.causality.ports.ConsumerSpec;
import dev.causality.ports.ConsumerState;
import dev.causality.ports.Delivery;
import dev.causality.ports.EventConsumer;
import dev.causality.ports.Receipt;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** This process' share of a durable pull consumer. Deliveries come through {@link Fetching}; answers are plain messages. */
final class NatsConsumer implements EventConsumer {

    private static final byte[] ACK = ascii("+ACK");
    private static final byte[] NAK = ascii("-NAK");
    private static final byte[] TERMINATE = ascii("+TERM");
    private static final byte[] IN_PROGRESS = ascii("+WPI");

    private final Connected nats;
    private final String stream;
    private final ConsumerSpec spec;
    private final Fetching fetching;

    NatsConsumer(Connected nats, String stream, ConsumerSpec spec, Instant created) {
        this.nats = nats;
        this.stream = stream;
        this.spec = spec;
        this.fetching = new Fetching(nats, stream, spec, new Identity(nats, stream, spec.name(), created));
    }

    @Override
    public ConsumerSpec spec() {
        return spec;
    }

    @Override
    public FetchOutcome fetch(int maxMessages, long maxBytes, Deadline deadline, Cancellation cancellation) {
        return fetching.fetch(maxMessages, maxBytes, deadline, cancellation);
    }

    @Override
    public List<Delivery> stop(Deadline deadline) {
        return fetching.stop(deadline);
    }

    @Override
    public void ack(Receipt receipt) {
        answer(receipt, ACK);
    }

    /**
     * {@inheritDoc}
     *
     * <p>Asks again when no confirmation comes, over a new connection too: an acknowledgement may be repeated.
     */
    @Override
    public AckOutcome ackConfirmed(Receipt receipt, Deadline deadline) {
        while (nats.link().await(deadline, Cancellation.NEVER) != null && !deadline.passed(nats.kernel())) {
            Question.Reply reply = nats.api().ask(receipt.address(), "+ACK", deadline, Cancellation.NEVER);
            if (reply instanceof Question.Reply.Got) {
                return AckOutcome.CONFIRMED;
            }
            if (reply instanceof Question.Reply.Nobody) {
                return AckOutcome.UNKNOWN;
            }
        }
        return AckOutcome.UNKNOWN;
    }

    @Override
    public void nak(Receipt receipt, Duration delay) {
        answer(receipt, delay.isPositive() ? ascii("-NAK {\"delay\": " + delay.toNanos() + "}") : NAK);
    }

    @Override
    public void terminate(Receipt receipt, String reason) {
        Session session = nats.link().current();
        if (session != null) {
            boolean withReason = session.understandsReasons() && !reason.isBlank();
            byte[] body = withReason ? ("+TERM " + reason).getBytes(StandardCharsets.UTF_8) : TERMINATE;
            session.send(receipt.address(), body);
        }
    }

    @Override
    public void inProgress(Receipt receipt) {
        answer(receipt, IN_PROGRESS);
    }

    @Override
    public Answer<ConsumerState> state(Deadline deadline) {
        return Api.answer(
                nats.api().request("CONSUMER.INFO." + stream + "." + spec.name(), "", deadline), ConsumerShape::state);
    }

    /** Sends an answer now or never: one that was sent after a reconnect would be for another delivery. */
    private void answer(Receipt receipt, byte[] body) {
        Session session = nats.link().current();
        if (session != null) {
            session.send(receipt.address(), body);
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
