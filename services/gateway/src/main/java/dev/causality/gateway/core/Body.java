package dev.causality.gateway.core;

import dev.causality.kernel.Deadline;
import java.util.OptionalLong;

/** The body of a request, read once from its beginning. For the task that handles the request. */
public interface Body {

    /** How many bytes the client said it would send; empty when it did not say. */
    OptionalLong announced();

    /**
     * Reads what there is, waiting for at least one byte.
     *
     * @param length at least 1
     */
    Progress read(byte[] target, int offset, int length, Deadline deadline);

    /** What became of a read. */
    sealed interface Progress {
        /** {@code count} bytes are in the target. */
        record Bytes(int count) implements Progress {}

        /** The body is complete; nothing was read. */
        record End() implements Progress {}

        /** The client did not send in time. */
        record TimedOut() implements Progress {}

        /** The connection broke, or the client broke the rules of HTTP. */
        record Broken(String detail) implements Progress {}
    }

    /** A body that is there already. */
    static Body of(byte[] bytes) {
        return new BytesBody(bytes);
    }
}
