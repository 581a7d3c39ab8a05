package dev.causality.faults.plan;

/**
 * What the wire can show. Each moment has a detail that a {@link WirePoint} may ask for, in brackets. Requests, answers
 * and acknowledgements are shown before they are passed on.
 */
public enum Moment {
    /** A connection was made [the link]. */
    CONNECTED,
    /** A connection ended [the link]. */
    DISCONNECTED,
    /** A message is being published [the subject]. */
    PUBLISH,
    /** The server confirms a published message [the subject]. */
    PUBLISH_CONFIRMED,
    /** A message is on its way to a consumer [the consumer]. */
    DELIVERY,
    /** A delivery is acknowledged [the consumer]. */
    ACK,
    /** A delivery is acknowledged negatively [the consumer]. */
    NAK,
    /** A delivery is terminated [the consumer]. */
    TERM,
    /** A delivery is said to be in progress [the consumer]. */
    IN_PROGRESS,
    /** An HTTP request's head, any method [method, a space, path]. */
    HTTP_REQUEST,
    /** An HTTP response's head [method, a space, path of its request]. */
    HTTP_RESPONSE,
    /** A PUT of an object is on its way [the key]. */
    PUT_REQUESTED,
    /** A PUT was answered with success [the key]. */
    PUT_CONFIRMED,
    /** A PUT was answered otherwise [the key]. */
    PUT_REFUSED,
    /** A Redis command [its name in upper case, a space, its first argument]. */
    REDIS_COMMAND,
    /** The reply to a Redis command [as for the command]. */
    REDIS_REPLY
}
