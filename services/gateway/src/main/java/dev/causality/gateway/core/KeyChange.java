package dev.causality.gateway.core;

/** A change in the bucket of keys. */
sealed interface KeyChange {

    /** Its place among all changes of the bucket. */
    long revision();

    record Put(ApiKey key, long revision) implements KeyChange {}

    record Gone(String id, long revision) implements KeyChange {}

    /** A change of something that is no key, or that this version cannot read. */
    record Other(long revision) implements KeyChange {}
}
