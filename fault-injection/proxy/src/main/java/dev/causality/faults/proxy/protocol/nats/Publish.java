package dev.causality.faults.proxy.protocol.nats;

/**
 * A publish that carries a message id and expects an answer.
 *
 * @param number counted from 1 on its connection
 * @param bytes of the payload, headers included
 */
public record Publish(long number, String subject, String messageId, int bytes) {}
