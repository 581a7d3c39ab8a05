package dev.causality.checkers.history;

import org.jspecify.annotations.Nullable;

/** What clients tried, and what they were told. */
public sealed interface ClientEvent extends HistoryEvent {

    /**
     * A client is about to send an event; written before the request leaves.
     *
     * @param attempt names this attempt; unique in the history
     * @param request the HTTP request; the attempts of one batch share it
     * @param publisher who sends
     * @param publisherSequence the event's place among those of its publisher; the same in every attempt
     * @param number 1 for the first attempt of the event, then 2, ...
     * @param app the envelope's app_id
     * @param eventId the id that the client chose, if it did
     * @param partition the folder that the row belongs into, from {@code app_id=} on
     * @param valid whether the event meets the schema's rules and may be accepted at all
     * @param digest of the content as the warehouse should show it, where the harness makes one
     */
    record Attempt(
            long atMicros,
            String attempt,
            String request,
            String publisher,
            long publisherSequence,
            int number,
            String app,
            String idempotencyKey,
            @Nullable String eventId,
            String partition,
            boolean valid,
            @Nullable String digest)
            implements ClientEvent {
        public Attempt {
            Require.notNegative(atMicros, "atMicros");
            Require.text(attempt, "attempt");
            Require.text(request, "request");
            Require.text(publisher, "publisher");
            Require.notNegative(publisherSequence, "publisherSequence");
            Require.atLeast(1, number, "number");
            Require.present(app, "app");
            Require.present(idempotencyKey, "idempotencyKey");
            Require.text(partition, "partition");
        }
    }

    /** How an attempt ended, as far as its client can tell. */
    enum Result {
        /** The client was told that the event is accepted. */
        ACCEPTED,
        /** The client was told, for good, that the event is not taken: repeating it would not help. */
        REJECTED,
        /** Anything else: told to try again, or not told at all. The event may be stored or not, now or later. */
        UNKNOWN
    }

    /**
     * The end of an attempt.
     *
     * @param status the HTTP status, 0 when there was no response
     * @param eventId the id in the answer; present when accepted
     * @param detail what was said, or what went wrong
     */
    record Outcome(
            long atMicros,
            String attempt,
            Result result,
            int status,
            @Nullable String eventId,
            String detail) implements ClientEvent {
        public Outcome {
            Require.notNegative(atMicros, "atMicros");
            Require.text(attempt, "attempt");
            Require.present(result, "result");
            Require.notNegative(status, "status");
            Require.present(detail, "detail");
            if (result == Result.ACCEPTED) {
                Require.text(eventId, "eventId");
            }
        }
    }

    /**
     * Bytes that no consumer can use are about to be published straight into the stream.
     *
     * @param poison names this message; unique in the history
     * @param poisonKind {@code undecodable}, {@code empty}, {@code invalid}, {@code oversized}, ...
     */
    record PoisonAttempt(long atMicros, String poison, String poisonKind, String subject, long bytes, String sha256)
            implements ClientEvent {
        public PoisonAttempt {
            Require.notNegative(atMicros, "atMicros");
            Require.text(poison, "poison");
            Require.text(poisonKind, "poisonKind");
            Require.text(subject, "subject");
            Require.notNegative(bytes, "bytes");
            Require.sha256(sha256, "sha256");
        }
    }

    /** The stream, created at this time (ISO 8601), confirmed the poison at this sequence. */
    record PoisonConfirmed(long atMicros, String poison, String created, long sequence) implements ClientEvent {
        public PoisonConfirmed {
            Require.notNegative(atMicros, "atMicros");
            Require.text(poison, "poison");
            Require.text(created, "created");
            Require.atLeast(1, sequence, "sequence");
        }
    }
}
