package dev.causality.kernel.logging;

/**
 * Names of key-value pairs that more than one part logs. Passed with the line itself
 * ({@code log.atInfo().addKeyValue(LogKeys.CORRELATION_ID, id)}), never through thread-locals: a task of a kernel may be
 * carried on by any thread.
 */
public final class LogKeys {

    /** What ties together all that one request of a client caused. */
    public static final String CORRELATION_ID = "correlation_id";

    /** The request at hand. */
    public static final String REQUEST_ID = "request_id";

    /** The trace of the request, where the client sent one. */
    public static final String TRACE_ID = "trace_id";

    /** Which service of the installation. */
    public static final String SERVICE = "service";

    private LogKeys() {}
}
