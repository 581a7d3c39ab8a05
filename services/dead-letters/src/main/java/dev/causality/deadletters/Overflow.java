package dev.causality.deadletters;

import dev.causality.ports.ObjectStore;

/**
 * Where the bytes of entries go that would not fit into one message of the dead letters.
 *
 * @param store the object store
 * @param prefix the first part of the objects' keys, without a slash at its end
 */
public record Overflow(ObjectStore store, String prefix) {

    /** The usual prefix. */
    public static final String DEFAULT_PREFIX = "dlq";

    public Overflow {
        if (prefix.isEmpty() || prefix.startsWith("/") || prefix.endsWith("/")) {
            throw new IllegalArgumentException(
                    "the prefix '" + prefix + "' must not be empty, nor begin or end with a slash");
        }
    }

    /** The overflow into {@code store} with the usual prefix. */
    public static Overflow into(ObjectStore store) {
        return new Overflow(store, DEFAULT_PREFIX);
    }
}
