package dev.causality.checkers.history;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a tap on the wire saw, or what the simulated world did: deliveries and their answers, uploads and theirs. Each is
 * written before it is passed on, so that the order of the file is the order of cause and effect.
 */
public sealed interface WireEvent extends HistoryEvent {

    /**
     * A message went out to a consumer.
     *
     * @param holder the connection or process that it went to
     * @param delivery 1 for the first delivery of the message, then 2, ...
     * @param sha256 of the message's bytes, where the tap keeps it
     */
    record Delivered(
            long atMicros,
            String holder,
            String stream,
            String consumer,
            long sequence,
            long consumerSequence,
            long delivery,
            @Nullable String sha256)
            implements WireEvent {
        public Delivered {
            Require.notNegative(atMicros, "atMicros");
            Require.text(holder, "holder");
            Require.text(stream, "stream");
            Require.text(consumer, "consumer");
            Require.atLeast(1, sequence, "sequence");
            Require.atLeast(1, consumerSequence, "consumerSequence");
            Require.atLeast(1, delivery, "delivery");
        }
    }

    /** The ways to answer a delivery. */
    enum AckKind {
        ACK,
        NAK,
        TERM,
        IN_PROGRESS
    }

    /**
     * A delivery was answered.
     *
     * @param delayMillis the delay that a negative acknowledgement asks for, else 0
     */
    record Answered(
            long atMicros,
            String holder,
            String stream,
            String consumer,
            long sequence,
            long delivery,
            AckKind answer,
            long delayMillis)
            implements WireEvent {
        public Answered {
            Require.notNegative(atMicros, "atMicros");
            Require.text(holder, "holder");
            Require.text(stream, "stream");
            Require.text(consumer, "consumer");
            Require.atLeast(1, sequence, "sequence");
            Require.atLeast(1, delivery, "delivery");
            Require.present(answer, "answer");
            Require.notNegative(delayMillis, "delayMillis");
        }
    }

    /**
     * An object is on its way to the store.
     *
     * @param put names this request; unique in the history
     * @param conditional whether it may only create, not replace
     */
    record PutRequested(
            long atMicros, String put, String holder, String objectKey, long bytes, String sha256, boolean conditional)
            implements WireEvent {
        public PutRequested {
            Require.notNegative(atMicros, "atMicros");
            Require.text(put, "put");
            Require.text(holder, "holder");
            Require.text(objectKey, "objectKey");
            Require.notNegative(bytes, "bytes");
            Require.sha256(sha256, "sha256");
        }
    }

    /** The rows that the object of a PUT carried, whatever became of it. */
    record PutCarried(long atMicros, String put, List<RowIdentity> rows) implements WireEvent {
        public PutCarried {
            Require.notNegative(atMicros, "atMicros");
            Require.text(put, "put");
            rows = Require.list(rows, "rows");
        }
    }

    /** What a row says about where it comes from; the sequence is 0 where the writer stores none. */
    record RowIdentity(String app, String idempotencyKey, String eventId, long sequence) {
        public RowIdentity {
            Require.present(app, "rows.app");
            Require.present(idempotencyKey, "rows.idempotencyKey");
            Require.present(eventId, "rows.eventId");
            Require.notNegative(sequence, "rows.sequence");
        }
    }

    /** How a PUT ended. The status is 0 when no response came: nobody knows whether the object is there. */
    record PutAnswered(long atMicros, String put, int status) implements WireEvent {
        public PutAnswered {
            Require.notNegative(atMicros, "atMicros");
            Require.text(put, "put");
            Require.notNegative(status, "status");
        }
    }
}
