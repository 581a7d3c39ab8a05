package dev.causality.faults.plan;

/** Faults of single NATS messages. {@code consumer} is a {@link Glob} over durable names; empty for all. */
public sealed interface NatsFault extends Fault {

    /** Which of those that fit, counted over all connections of the link. */
    Occurrence which();

    /** Kinds of answers to a delivery. */
    enum Answers {
        /** {@code +ACK} alone, also by an empty body. */
        ACK,
        NAK,
        TERM,
        IN_PROGRESS,
        /** All of these. */
        ANY
    }

    /** Answers to deliveries vanish on their way to the server. */
    record DropAcks(String consumer, Answers answers, Occurrence which) implements NatsFault {
        public DropAcks {
            consumer = Check.orEmpty(consumer);
            answers = answers == null ? Answers.ACK : answers;
            which = Occurrence.orAll(which);
        }
    }

    /** Answers to deliveries come late; what the connection sends after them is not held up. */
    record DelayAcks(String consumer, Answers answers, Occurrence which, long millis) implements NatsFault {
        public DelayAcks {
            consumer = Check.orEmpty(consumer);
            answers = answers == null ? Answers.ACK : answers;
            which = Occurrence.orAll(which);
            Check.notNegative(millis, "millis");
        }
    }

    /** Messages vanish on their way to the consumer. */
    record DropDeliveries(String consumer, Occurrence which) implements NatsFault {
        public DropDeliveries {
            consumer = Check.orEmpty(consumer);
            which = Occurrence.orAll(which);
        }
    }

    /** Messages come to the consumer late; what the server sends after them is not held up. */
    record DelayDeliveries(String consumer, Occurrence which, long millis) implements NatsFault {
        public DelayDeliveries {
            consumer = Check.orEmpty(consumer);
            which = Occurrence.orAll(which);
            Check.notNegative(millis, "millis");
        }
    }

    /**
     * The connection is cut at answers to deliveries, such as the k-th.
     *
     * @param forwardFirst the answer itself still reaches the server
     * @param reset with an RST, else in good order
     */
    record CutAtAck(String consumer, Occurrence which, boolean forwardFirst, boolean reset) implements NatsFault {
        public CutAtAck {
            consumer = Check.orEmpty(consumer);
            which = Occurrence.orAll(which);
        }
    }

    /** The server stores a published message, and its confirmation vanishes. {@code subject} is a {@link Glob}. */
    record LoseConfirmations(String subject, Occurrence which) implements NatsFault {
        public LoseConfirmations {
            subject = Check.orEmpty(subject);
            which = Occurrence.orAll(which);
        }
    }
}
