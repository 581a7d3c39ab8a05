package dev.causality.checkers.history;

import org.jspecify.annotations.Nullable;

/** What the streams hold: read at the end of a run, or sampled while it goes on. */
public sealed interface StreamEvent extends HistoryEvent {

    /**
     * A message that the stream under test still holds, whether anyone has finished with it or not.
     *
     * @param created when the stream was created, ISO 8601: part of a message's identity
     * @param messageId its Nats-Msg-Id, if it has one
     */
    record MessageInStream(
            long atMicros,
            String stream,
            String created,
            long sequence,
            String subject,
            @Nullable String messageId,
            long bytes,
            String sha256)
            implements StreamEvent {
        public MessageInStream {
            Require.notNegative(atMicros, "atMicros");
            Require.text(stream, "stream");
            Require.text(created, "created");
            Require.atLeast(1, sequence, "sequence");
            Require.text(subject, "subject");
            Require.notNegative(bytes, "bytes");
            Require.sha256(sha256, "sha256");
        }
    }

    /**
     * A message that its stream had confirmed is gone, because the power of the server was cut before it was on disk. Known
     * of simulated servers only.
     *
     * @param messageId of the event in it, or of the event that it buried
     */
    record MessageLost(
            long atMicros,
            String stream,
            long sequence,
            @Nullable String messageId) implements StreamEvent {
        public MessageLost {
            Require.notNegative(atMicros, "atMicros");
            Require.text(stream, "stream");
            Require.atLeast(1, sequence, "sequence");
        }
    }

    /**
     * A message was stored at a sequence that the stream had given to one that it lost: who remembers that one cannot tell
     * them apart.
     */
    record SequenceReused(
            long atMicros,
            String stream,
            long sequence,
            @Nullable String messageId) implements StreamEvent {
        public SequenceReused {
            Require.notNegative(atMicros, "atMicros");
            Require.text(stream, "stream");
            Require.atLeast(1, sequence, "sequence");
        }
    }

    /** The state of a stream at a moment. */
    record StreamSample(
            long atMicros, String stream, String created, long firstSequence, long lastSequence, long messages)
            implements StreamEvent {
        public StreamSample {
            Require.notNegative(atMicros, "atMicros");
            Require.text(stream, "stream");
            Require.text(created, "created");
            Require.notNegative(firstSequence, "firstSequence");
            Require.notNegative(lastSequence, "lastSequence");
            Require.notNegative(messages, "messages");
        }
    }

    /**
     * The state of a consumer at a moment.
     *
     * @param deliveredConsumerSequence how many deliveries there have been, repeated ones included
     * @param deliveredStreamSequence the highest message that was delivered
     * @param ackFloorStreamSequence all up to here is finished
     * @param pending messages never delivered so far
     * @param ackPending messages delivered and not finished
     * @param redelivered messages delivered more than once and not finished
     */
    record ConsumerSample(
            long atMicros,
            String stream,
            String consumer,
            long deliveredConsumerSequence,
            long deliveredStreamSequence,
            long ackFloorStreamSequence,
            long pending,
            long ackPending,
            long redelivered)
            implements StreamEvent {
        public ConsumerSample {
            Require.notNegative(atMicros, "atMicros");
            Require.text(stream, "stream");
            Require.text(consumer, "consumer");
            Require.notNegative(deliveredConsumerSequence, "deliveredConsumerSequence");
            Require.notNegative(deliveredStreamSequence, "deliveredStreamSequence");
            Require.notNegative(ackFloorStreamSequence, "ackFloorStreamSequence");
            Require.notNegative(pending, "pending");
            Require.notNegative(ackPending, "ackPending");
            Require.notNegative(redelivered, "redelivered");
        }
    }

    /**
     * An entry of the dead letters, as read at the end; fields that the entry lacks are absent.
     *
     * @param entrySequence its sequence among the dead letters
     * @param messageId its own message id
     * @param originalSubject subject, stream, stream creation, consumer and sequence of the message that it buries
     * @param firstSeen when the message entered its stream, as the entry has it
     * @param time when it was buried, as the entry has it
     * @param originalMessageId the message id of the buried message, if it had one
     * @param bytes size of the buried message's bytes; -1 when they could not be fetched back
     * @param sha256 of the buried message's bytes, fetched back wherever they are kept
     * @param objectKey where in the object store the bytes are, when they are not in the entry itself
     * @param eventId the buried event's id, where it can be decoded
     */
    record DeadLetter(
            long atMicros,
            long entrySequence,
            @Nullable String messageId,
            @Nullable String originalSubject,
            @Nullable String stream,
            @Nullable String created,
            @Nullable String consumer,
            long sequence,
            long deliveries,
            @Nullable String reason,
            @Nullable String firstSeen,
            @Nullable String time,
            @Nullable String originalMessageId,
            long bytes,
            @Nullable String sha256,
            @Nullable String objectKey,
            @Nullable String eventId)
            implements StreamEvent {
        public DeadLetter {
            Require.notNegative(atMicros, "atMicros");
            Require.atLeast(1, entrySequence, "entrySequence");
            Require.notNegative(sequence, "sequence");
            Require.notNegative(deliveries, "deliveries");
            Require.atLeast(-1, bytes, "bytes");
            if (bytes >= 0) {
                Require.sha256(sha256, "sha256");
            }
        }
    }
}
