package dev.causality.gateway.core;

/** The kinds of refusal that a client can meet; in lower case they stand in the {@code code} of an error body. */
enum ErrorCode {
    /** Not a message of the content type it claims to be. */
    MALFORMED(400, false),
    /** A field breaks a rule of the schema. */
    INVALID_EVENT(400, false),
    /** A batch without events, or with too many. */
    INVALID_BATCH(400, false),
    INVALID_REQUEST(400, false),
    UNAUTHENTICATED(401, false),
    /** The key belongs to another app than the event. */
    FORBIDDEN_APP(403, false),
    ADMIN_DISABLED(403, false),
    NOT_FOUND(404, false),
    METHOD_NOT_ALLOWED(405, false),
    /** The body did not arrive in time. */
    BODY_TIMEOUT(408, true),
    BODY_TOO_LARGE(413, false),
    EVENT_TOO_LARGE(413, false),
    UNSUPPORTED_MEDIA_TYPE(415, false),
    RATE_LIMITED(429, true),
    /** A mistake of ours. */
    INTERNAL(500, true),
    /** No room for another request at the moment. */
    OVERLOADED(503, true),
    /** Starting, stopping, or without a current list of keys. */
    NOT_READY(503, true),
    STREAM_FULL(503, true),
    STREAM_UNAVAILABLE(503, true),
    /** The event may be stored, or may be yet: sending it again with the same key is safe. */
    OUTCOME_UNKNOWN(503, true),
    /** The first attempt is still under way, or its event cannot be read at the moment. */
    DUPLICATE_PENDING(503, true);

    private final int status;
    private final boolean retryable;

    ErrorCode(int status, boolean retryable) {
        this.status = status;
        this.retryable = retryable;
    }

    /** The HTTP status that goes with it. */
    int status() {
        return status;
    }

    /** Whether the same request may succeed later. */
    boolean retryable() {
        return retryable;
    }

    /** Its name on the wire. */
    String text() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
