package dev.causality.gateway.core;

import java.util.Optional;
import java.util.function.Supplier;

/**
 * What a request is called: taken over from the client where it named it acceptably, else made.
 *
 * @param requestId of this one request; stands in the answer and in log lines
 * @param correlationId of whatever the client does; goes into the envelopes that have none
 */
record RequestIds(String requestId, String correlationId) {

    static final String REQUEST_ID = "X-Request-ID";
    static final String CORRELATION_ID = "X-Correlation-ID";

    /** Longer ones, and ones with other characters, are not taken over: they go into logs and into every event. */
    private static final int MAX_LENGTH = 127;

    private static final String PUNCTUATION = "-_.:/+=@,;|";

    static RequestIds of(Request.Headers headers, Supplier<String> newId) {
        String requestId = acceptable(headers.first(REQUEST_ID)).orElseGet(newId);
        return new RequestIds(
                requestId, acceptable(headers.first(CORRELATION_ID)).orElse(requestId));
    }

    private static Optional<String> acceptable(Optional<String> id) {
        return id.filter(RequestIds::isAcceptable);
    }

    private static boolean isAcceptable(String id) {
        if (id.isEmpty() || id.length() > MAX_LENGTH) {
            return false;
        }
        for (int i = 0; i < id.length(); i++) {
            char c = id.charAt(i);
            boolean alphanumeric = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
            if (!alphanumeric && PUNCTUATION.indexOf(c) < 0) {
                return false;
            }
        }
        return true;
    }
}
