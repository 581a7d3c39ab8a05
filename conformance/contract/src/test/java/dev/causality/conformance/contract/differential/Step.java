package dev.causality.conformance.contract.differential;

/** One operation on a stream and its consumer. Deliveries are named by their order of arrival, modulo their number. */
public sealed interface Step {

    /** How many slots of time it takes. */
    default int slots() {
        return 1;
    }

    /** @param id message id; 0 = none */
    record Publish(String subject, int id, int size) implements Step {}

    record Pull(int batch) implements Step {}

    record Ack(int delivery) implements Step {}

    record Nak(int delivery, boolean delayed) implements Step {}

    record Term(int delivery) implements Step {}

    record InProgress(int delivery) implements Step {}

    /** Removes this many messages from the front. */
    record Purge(int count) implements Step {}

    record Look() implements Step {}

    record Wait(int slots) implements Step {}

    /** The server stops in order and starts again later; everything that is unanswered falls due before the next step. */
    record Restart() implements Step {

        @Override
        public int slots() {
            return Tempo.SLOTS_DOWN + Tempo.SLOTS_UP_AGAIN;
        }
    }
}
