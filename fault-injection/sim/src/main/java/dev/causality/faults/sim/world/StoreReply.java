package dev.causality.faults.sim.world;

import dev.causality.ports.ObjectStore.PutOutcome;
import dev.causality.ports.ObjectStore.StoreAnswer;
import dev.causality.ports.ObjectStore.StoreFailure;
import org.jspecify.annotations.Nullable;

/**
 * What a process gets to see of a request's end. The one question is what it proves: see {@link #nothingWritten}.
 *
 * @param status 0 when no answer came
 * @param code S3's error code; "" where there is none
 * @param value what a read has found
 */
record StoreReply<T>(
        int status, String code, End end, @Nullable T value) {

    private static final int OK = 200;
    private static final int PRECONDITION_FAILED = 412;

    /** How it ended. */
    enum End {
        ANSWERED,
        /** There was no connection to begin with. */
        NOT_CONNECTED,
        /** The connection ended without an answer. */
        BROKEN,
        /** No answer in time. */
        TIMED_OUT
    }

    static <T> StoreReply<T> of(T value) {
        return new StoreReply<>(OK, "", End.ANSWERED, value);
    }

    static <T> StoreReply<T> error(int status, String code) {
        return new StoreReply<>(status, code, End.ANSWERED, null);
    }

    static <T> StoreReply<T> without(End end) {
        return new StoreReply<>(0, "", end, null);
    }

    PutOutcome put(boolean onlyIfAbsent) {
        if (end == End.ANSWERED && status < 300) {
            return new PutOutcome.Written();
        }
        if (status == PRECONDITION_FAILED && onlyIfAbsent) {
            return new PutOutcome.AlreadyExists();
        }
        return nothingWritten()
                ? new PutOutcome.Refused(failure(), detail())
                : new PutOutcome.Unknown(failure(), detail());
    }

    StoreAnswer<T> read() {
        return value != null ? new StoreAnswer.Known<>(value) : new StoreAnswer.Unavailable<>(failure(), detail());
    }

    /** Whether this proves that the request has done nothing and never will: few answers do. */
    private boolean nothingWritten() {
        if (end != End.ANSWERED) {
            return end == End.NOT_CONNECTED;
        }
        boolean throttled = failure() == StoreFailure.THROTTLED;
        return status >= 500 ? status == 501 || throttled : status >= 300 && status != 408;
    }

    private StoreFailure failure() {
        return switch (end) {
            case NOT_CONNECTED, BROKEN -> StoreFailure.CONNECTION;
            case TIMED_OUT -> StoreFailure.TIMEOUT;
            case ANSWERED -> ofStatus();
        };
    }

    private StoreFailure ofStatus() {
        return switch (status) {
            case 401, 403 -> StoreFailure.ACCESS_DENIED;
            case 404 -> code.equals("NoSuchBucket") ? StoreFailure.NO_SUCH_BUCKET : StoreFailure.INVALID;
            case 405, 501 -> StoreFailure.UNSUPPORTED;
            case 408, 504 -> StoreFailure.TIMEOUT;
            case 409 -> StoreFailure.CONFLICT;
            case 429 -> StoreFailure.THROTTLED;
            case 503 -> code.equals("SlowDown") ? StoreFailure.THROTTLED : StoreFailure.SERVER_ERROR;
            default -> status >= 500 ? StoreFailure.SERVER_ERROR : StoreFailure.INVALID;
        };
    }

    private String detail() {
        return end == End.ANSWERED ? status + " " + code : end.toString();
    }
}
