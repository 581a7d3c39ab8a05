package dev.causality.ports;

import dev.causality.kernel.Cancellation;
import dev.causality.kernel.Deadline;
import java.time.Duration;
import java.util.List;

/**
 * One instance's share of a durable pull consumer. Messages come in no guaranteed order; the same message may come again
 * at any time, to this or another instance, until it is acknowledged. Answers are fire and forget unless they say
 * otherwise, and are not bound to a delivery: the server applies a late one to the current delivery of the message.
 *
 * <p>{@link #fetch} and {@link #stop} are for one task at a time; answers are safe from any task.
 */
public interface EventConsumer {

    /** The settings in force. */
    ConsumerSpec spec();

    /**
     * Waits until messages come.
     *
     * @param maxMessages how many at most
     * @param maxBytes about how many bytes at most; one message larger than that may still come alone
     */
    FetchOutcome fetch(int maxMessages, long maxBytes, Deadline deadline, Cancellation cancellation);

    /** Done with it: never deliver it again. */
    void ack(Receipt receipt);

    /** Like {@link #ack}, and waits until the server has confirmed it. */
    AckOutcome ackConfirmed(Receipt receipt, Deadline deadline);

    /** Deliver it again after {@code delay}. */
    void nak(Receipt receipt, Duration delay);

    /** Never deliver it again, although it was not processed. */
    void terminate(Receipt receipt, String reason);

    /** Still at it: the ack wait starts anew. */
    void inProgress(Receipt receipt);

    /**
     * Ends the delivery of messages to this instance. Nothing is fetched afterwards; answers still work.
     *
     * @return what the server had sent before it knew: to be processed like any other delivery
     */
    List<Delivery> stop(Deadline deadline);

    /** The consumer as it is now. */
    Answer<ConsumerState> state(Deadline deadline);

    /** What a fetch brought. */
    sealed interface FetchOutcome {

        /** Messages; none if the deadline or the cancellation came first. */
        record Fetched(List<Delivery> deliveries) implements FetchOutcome {}

        /** The server cannot be reached, or does not answer, at the moment. */
        record Unavailable(String detail) implements FetchOutcome {}

        /** The consumer or its stream is gone, or another one has its name. */
        record Gone(String detail) implements FetchOutcome {}
    }

    /** What became of an acknowledgement. */
    enum AckOutcome {
        CONFIRMED,
        UNKNOWN
    }
}
