package dev.causality.gateway.core;

import dev.causality.gateway.config.Rate;
import dev.causality.kernel.Deadline;
import dev.causality.kernel.Ids;
import dev.causality.kernel.Kernel;
import dev.causality.ports.Answer;
import dev.causality.ports.DocumentBucket;
import dev.causality.ports.DocumentBucket.Document;
import dev.causality.ports.DocumentBucket.WriteOutcome;
import java.util.HexFormat;
import java.util.Optional;

/** Makes and revokes keys: first in the bucket, then, once that is confirmed, in this instance's index. */
final class KeyStore {

    /** So that the index, which every instance holds in memory, stays small. */
    private static final int MAX_KEYS = 100_000;

    private static final int RETRY_SECONDS = 2;

    private final Kernel kernel;
    private final Ids ids;
    private final DocumentBucket bucket;
    private final KeyIndex index;

    KeyStore(Kernel kernel, Ids ids, DocumentBucket bucket, KeyIndex index) {
        this.kernel = kernel;
        this.ids = ids;
        this.bucket = bucket;
        this.index = index;
    }

    /** A key just made, with its secret, which is never to be had again. */
    record Created(ApiKey key, String secret) {}

    Outcome<Created> create(String appId, String label, Optional<Rate> rate, Deadline deadline) {
        if (index.size() >= MAX_KEYS) {
            return new Outcome.Failed<>(
                    Problem.of(ErrorCode.INVALID_REQUEST, "there are " + MAX_KEYS + " keys already; revoke some"));
        }
        byte[] secret = kernel.secret(KeyDigest.KEY_BYTES);
        ApiKey key = new ApiKey(ids.next(), appId, label, KeyDigest.of(secret), kernel.now(), rate);
        return switch (bucket.create(documentName(key.id()), KeyDocument.write(key), deadline)) {
            case WriteOutcome.Written(long revision) -> {
                index.addWritten(key, revision);
                yield new Outcome.Ok<>(new Created(key, HexFormat.of().formatHex(secret)));
            }
            case WriteOutcome.Conflict() -> unavailable("the key's id is taken");
            case WriteOutcome.Refused(String detail) -> unavailable(detail);
            case WriteOutcome.Unknown _ ->
                unknown("the key may have been made, but its secret is lost; look at the list");
        };
    }

    /** Revokes a key, known to this instance or not; gives its id. */
    Outcome<String> revoke(String id, Deadline deadline) {
        return switch (bucket.get(documentName(id), deadline)) {
            case Answer.Unavailable<Optional<Document>>(String detail) -> unavailable(detail);
            case Answer.Known<Optional<Document>>(Optional<Document> found) ->
                found.isPresent()
                        ? revoke(id, found.get().revision(), deadline)
                        : new Outcome.Failed<>(Problem.of(ErrorCode.NOT_FOUND, "there is no key with this id"));
        };
    }

    private Outcome<String> revoke(String id, long revision, Deadline deadline) {
        return switch (bucket.delete(documentName(id), revision, deadline)) {
            case WriteOutcome.Written _ -> {
                index.removeWritten(id);
                yield new Outcome.Ok<>(id);
            }
            case WriteOutcome.Conflict() -> unavailable("somebody else is changing this key");
            case WriteOutcome.Refused(String detail) -> unavailable(detail);
            case WriteOutcome.Unknown _ -> unknown("the key may have been revoked; send the request again");
        };
    }

    private static String documentName(String id) {
        return KeyFeed.KEY_PREFIX + id;
    }

    private static <T> Outcome<T> unavailable(String detail) {
        return new Outcome.Failed<>(Problem.retryAfter(
                ErrorCode.NOT_READY, RETRY_SECONDS, "the list of keys cannot be changed: " + detail));
    }

    private static <T> Outcome<T> unknown(String message) {
        return new Outcome.Failed<>(Problem.retryAfter(ErrorCode.OUTCOME_UNKNOWN, RETRY_SECONDS, message));
    }
}
