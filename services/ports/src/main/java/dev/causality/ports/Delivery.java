package dev.causality.ports;

import java.time.Instant;
import java.util.List;

/**
 * One delivery of a message.
 *
 * @param sequence the message's sequence in its stream
 * @param deliveryCount 1 for the first delivery
 * @param published when the stream stored it
 * @param notSentBefore a moment on the kernel's monotonic clock before which the server cannot have sent this: the
 *     safe start of its lease
 */
public record Delivery(
        long sequence,
        long deliveryCount,
        Instant published,
        String subject,
        List<Header> headers,
        byte[] payload,
        Receipt receipt,
        long notSentBefore) {}
