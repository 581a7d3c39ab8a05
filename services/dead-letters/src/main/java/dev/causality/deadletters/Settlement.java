package dev.causality.deadletters;

/** Where a message stands that the server gave up. */
public enum Settlement {
    /** It is durable where the consumer puts things: it is finished, and not dead. */
    STORED,
    /** It is not, and never will be: whoever might still be at it has been locked out. It may be buried. */
    NOT_STORED,
    /** That cannot be decided at the moment; ask again later. */
    UNKNOWN_NOW
}
