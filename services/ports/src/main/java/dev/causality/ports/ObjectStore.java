package dev.causality.ports;

import dev.causality.kernel.Deadline;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One bucket of objects. A PUT shows all of an object or nothing. A PUT whose outcome is unknown may still take effect
 * at any later time. Safe for use by several tasks.
 */
public interface ObjectStore {

    /** Writes the object if there is none of that key, atomically. Each attempt is one request; callers retry. */
    PutOutcome putIfAbsent(NewObject object, Deadline deadline);

    /** Writes the object over whatever there is. */
    PutOutcome put(NewObject object, Deadline deadline);

    /** Metadata and size of the object, without its body; empty when there is none. */
    StoreAnswer<Optional<ObjectHead>> head(String key, Deadline deadline);

    /** The whole object; empty when there is none. */
    StoreAnswer<Optional<StoredObject>> get(String key, Deadline deadline);

    /** Up to {@code limit} keys with this prefix, in order, after {@code startAfter} ("" = from the first). */
    StoreAnswer<List<String>> list(String prefix, String startAfter, int limit, Deadline deadline);

    /**
     * An object to be written.
     *
     * @param metadata user metadata; lower-case names
     */
    record NewObject(String key, byte[] body, String contentType, Map<String, String> metadata) {}

    /** What is known of an object without its body. */
    record ObjectHead(long size, Map<String, String> metadata) {}

    /** An object with its body. */
    record StoredObject(byte[] body, Map<String, String> metadata) {}

    /** What became of a PUT. */
    sealed interface PutOutcome {

        /** The object is durable. */
        record Written() implements PutOutcome {}

        /** There was one of that key already; this attempt wrote nothing. */
        record AlreadyExists() implements PutOutcome {}

        /** This attempt wrote nothing, and will not. */
        record Refused(StoreFailure failure, String detail) implements PutOutcome {}

        /** It may have been written, or may be yet. */
        record Unknown(StoreFailure failure, String detail) implements PutOutcome {}
    }

    /** The answer to a read. */
    sealed interface StoreAnswer<T> {
        record Known<T>(T value) implements StoreAnswer<T> {}

        record Unavailable<T>(StoreFailure failure, String detail) implements StoreAnswer<T> {}
    }

    /** Why the store did not do as asked; a closed set, fit for metric labels. */
    enum StoreFailure {
        ACCESS_DENIED,
        NO_SUCH_BUCKET,
        THROTTLED,
        SERVER_ERROR,
        CONFLICT,
        TIMEOUT,
        CONNECTION,
        INVALID,
        UNSUPPORTED
    }
}
