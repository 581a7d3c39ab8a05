package dev.causality.checkers;

import dev.causality.checkers.history.ClientEvent.Attempt;
import dev.causality.checkers.history.StoreEvent.StoredRow;

/** Events with one field changed. */
final class Rewrite {
    private Rewrite() {}

    static StoredRow key(StoredRow row, String key) {
        return new StoredRow(
                row.atMicros(),
                row.objectKey(),
                row.eventId(),
                row.app(),
                key,
                row.streamCreated(),
                row.sequence(),
                row.partition(),
                row.digest());
    }

    static StoredRow created(StoredRow row, String created) {
        return new StoredRow(
                row.atMicros(),
                row.objectKey(),
                row.eventId(),
                row.app(),
                row.idempotencyKey(),
                created,
                row.sequence(),
                row.partition(),
                row.digest());
    }

    static StoredRow partition(StoredRow row, String partition) {
        return new StoredRow(
                row.atMicros(),
                row.objectKey(),
                row.eventId(),
                row.app(),
                row.idempotencyKey(),
                row.streamCreated(),
                row.sequence(),
                partition,
                row.digest());
    }

    static StoredRow digest(StoredRow row, String digest) {
        return new StoredRow(
                row.atMicros(),
                row.objectKey(),
                row.eventId(),
                row.app(),
                row.idempotencyKey(),
                row.streamCreated(),
                row.sequence(),
                row.partition(),
                digest);
    }

    static Attempt invalid(Attempt a) {
        return new Attempt(
                a.atMicros(),
                a.attempt(),
                a.request(),
                a.publisher(),
                a.publisherSequence(),
                a.number(),
                a.app(),
                a.idempotencyKey(),
                a.eventId(),
                a.partition(),
                false,
                a.digest());
    }

    static Attempt withoutDigest(Attempt a) {
        return new Attempt(
                a.atMicros(),
                a.attempt(),
                a.request(),
                a.publisher(),
                a.publisherSequence(),
                a.number(),
                a.app(),
                a.idempotencyKey(),
                a.eventId(),
                a.partition(),
                a.valid(),
                null);
    }
}
