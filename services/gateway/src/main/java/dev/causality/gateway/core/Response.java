package dev.causality.gateway.core;

import java.util.List;

/**
 * An HTTP response. Where a request is refused before its body was read, the server closes the connection behind it.
 *
 * @param route the template of the route that answered, such as {@code /v1/admin/keys/{id}}: from a small closed set,
 *     fit for a metric's label
 * @param headers in order; content length and connection headers are the server's
 * @param body empty when there is none; not to be changed
 */
public record Response(String route, int status, List<Header> headers, byte[] body) {

    /** A header of a response. */
    public record Header(String name, String value) {}
}
