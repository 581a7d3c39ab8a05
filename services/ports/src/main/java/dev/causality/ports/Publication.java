package dev.causality.ports;

import java.util.List;

/**
 * A message to be published.
 *
 * @param subject a subject without wildcards, white space or control characters
 * @param messageId what the stream deduplicates by within its window; empty = not at all
 * @param headers further headers, in order
 * @param payload the body; not copied, the caller must not change it
 */
public record Publication(String subject, String messageId, List<Header> headers, byte[] payload) {}
