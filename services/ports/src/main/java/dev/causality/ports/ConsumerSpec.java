package dev.causality.ports;

import java.time.Duration;

/**
 * The settings of a durable pull consumer with explicit acknowledgement, shared by all instances of a service.
 *
 * @param name the durable name
 * @param filterSubject which subjects of the stream it delivers
 * @param ackWait after what time without an answer a message is delivered again
 * @param maxAckPending how many messages may be delivered and unanswered, over all instances
 * @param maxDeliver how often a message is delivered at most; -1 = no limit
 */
public record ConsumerSpec(String name, String filterSubject, Duration ackWait, int maxAckPending, int maxDeliver) {}
