package dev.causality.gateway.core;

import java.util.Optional;

/**
 * An HTTP request.
 *
 * @param method in upper case
 * @param path decoded, without the query
 */
public record Request(String method, String path, Headers headers, Body body) {

    /** The headers of a request. */
    @FunctionalInterface
    public interface Headers {

        /** The first value of the header of that name, whose case does not matter. */
        Optional<String> first(String name);
    }
}
