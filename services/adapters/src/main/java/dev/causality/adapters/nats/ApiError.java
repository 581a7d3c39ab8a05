package dev.causality.adapters.nats;

import io.nats.client.support.JsonValue;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An error of JetStream, with the numbers of {@code server/errors.json} in the server's sources.
 *
 * @param errorCode what identifies the error; 0 when the server did not say
 */
record ApiError(int status, int errorCode, String description) {

    private static final int CONSUMER_NOT_FOUND = 10014;
    private static final int NO_MESSAGE_FOUND = 10037;
    private static final int STREAM_NOT_FOUND = 10059;
    private static final int STREAM_EXISTS = 10058;
    private static final int CONSUMER_NAME_EXISTS = 10013;
    private static final int CONSUMER_ALREADY_EXISTS = 10105;
    private static final int CONSUMER_EXISTS = 10148;
    private static final int STREAM_STORE_FAILED = 10077;
    private static final int WRONG_LAST_SEQUENCE = 10071;
    private static final int WRONG_LAST_SEQUENCE_CONSTANT = 10164;
    private static final int DUPLICATE_IN_PROCESS = 10158;
    private static final String LIMIT_REACHED = "maximum ";

    /** Limits of the account and the server; a stream's own come as {@link #STREAM_STORE_FAILED}. */
    private static final Set<Integer> RESOURCES = Set.of(10002, 10023, 10028, 10047);

    /** Larger than the stream takes; headers larger than any stream takes. */
    private static final Set<Integer> TOO_LARGE = Set.of(10054, 10097);

    /**
     * Nobody there who could do it: no leader, not assigned, not in charge, no account, JetStream off, too many requests
     * queued, stream or consumer offline.
     */
    private static final Set<Integer> UNAVAILABLE =
            Set.of(10004, 10006, 10007, 10008, 10009, 10010, 10035, 10039, 10076, 10118, 10119, 10167);

    private static final int SERVER_FAULT = 500;

    /** The error in an answer; null when it holds none. */
    static @Nullable ApiError of(JsonValue body) {
        JsonValue error = Api.member(body, "error");
        return error == null
                ? null
                : new ApiError(
                        (int) Api.number(error, "code", 0),
                        (int) Api.number(error, "err_code", 0),
                        Api.string(error, "description"));
    }

    boolean isNotFound() {
        return isStreamNotFound() || errorCode == CONSUMER_NOT_FOUND || errorCode == NO_MESSAGE_FOUND;
    }

    boolean isStreamNotFound() {
        return errorCode == STREAM_NOT_FOUND;
    }

    /** Somebody else created it first, with other settings. */
    boolean isAlreadyThere() {
        return errorCode == STREAM_EXISTS
                || errorCode == CONSUMER_NAME_EXISTS
                || errorCode == CONSUMER_ALREADY_EXISTS
                || errorCode == CONSUMER_EXISTS;
    }

    boolean isWrongLastSequence() {
        return errorCode == WRONG_LAST_SEQUENCE || errorCode == WRONG_LAST_SEQUENCE_CONSTANT;
    }

    boolean isDuplicateInProcess() {
        return errorCode == DUPLICATE_IN_PROCESS;
    }

    boolean isFull() {
        return RESOURCES.contains(errorCode)
                || (errorCode == STREAM_STORE_FAILED && description.startsWith(LIMIT_REACHED));
    }

    /** The store failed while it wrote: what was written, and what of it survives a restart, is not known. */
    boolean isStoreFailure() {
        return errorCode == STREAM_STORE_FAILED && !description.startsWith(LIMIT_REACHED);
    }

    boolean isTooLarge() {
        return TOO_LARGE.contains(errorCode);
    }

    /** Asking again later may help. */
    boolean isPassing() {
        return UNAVAILABLE.contains(errorCode) || RESOURCES.contains(errorCode) || status > SERVER_FAULT;
    }

    boolean isUnavailable() {
        return UNAVAILABLE.contains(errorCode);
    }

    @Override
    public String toString() {
        return description + " (" + errorCode + ")";
    }
}
