package dev.causality.kernel.telemetry;

/** The method of an HTTP request, as a label. */
public enum HttpMethod {
    GET,
    HEAD,
    POST,
    PUT,
    PATCH,
    DELETE,
    OPTIONS,
    /** Whatever else a client makes up. */
    OTHER;

    /** The method of this name. */
    public static HttpMethod of(String name) {
        for (HttpMethod method : values()) {
            if (method.name().equals(name)) {
                return method;
            }
        }
        return OTHER;
    }
}
