package dev.causality.ports;

import java.time.Instant;

/**
 * A durable consumer as it is now.
 *
 * @param created when it was created
 * @param ackFloor the stream sequence up to which every message is finished with
 * @param pending messages of the stream not yet delivered once
 * @param ackPending messages delivered and unanswered
 * @param redelivered messages among those that were delivered more than once
 */
public record ConsumerState(
        Instant created, long ackFloor, long deliveredSequence, long pending, long ackPending, long redelivered) {}
