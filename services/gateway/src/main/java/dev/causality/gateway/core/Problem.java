package dev.causality.gateway.core;

import java.util.List;

/**
 * Why a request, or one event of a batch, was refused.
 *
 * @param message for the client's developer: what is wrong and what to do; holds no secret
 * @param details the fields at fault, if the fault lies in fields
 * @param retryAfterSeconds after how long it makes sense to try again; 0 when it is not known or makes no sense
 */
record Problem(ErrorCode code, String message, List<Detail> details, int retryAfterSeconds) {

    /** One field at fault. */
    record Detail(String field, String message) {}

    /** What the error text of a rejected event begins with when sending it again may succeed. */
    static final String RETRYABLE = "retryable: ";

    static Problem of(ErrorCode code, String message) {
        return new Problem(code, message, List.of(), 0);
    }

    static Problem inField(ErrorCode code, String field, String message) {
        return new Problem(code, field + " " + message, List.of(new Detail(field, message)), 0);
    }

    static Problem retryAfter(ErrorCode code, int seconds, String message) {
        return new Problem(code, message, List.of(), seconds);
    }

    /** The text for one event of a batch, such as {@code retryable: stream_full: ...}. */
    String text() {
        return (code.retryable() ? RETRYABLE : "") + code.text() + ": " + message;
    }
}
