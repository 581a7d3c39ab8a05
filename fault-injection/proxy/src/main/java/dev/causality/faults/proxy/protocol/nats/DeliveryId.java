package dev.causality.faults.proxy.protocol.nats;

/**
 * A delivery of a message to a consumer.
 *
 * @param sequence the message's, in its stream
 * @param consumerSequence the delivery's, over all messages of the consumer
 * @param delivery 1 for the first delivery of the message
 */
public record DeliveryId(String stream, String consumer, long sequence, long consumerSequence, long delivery) {}
