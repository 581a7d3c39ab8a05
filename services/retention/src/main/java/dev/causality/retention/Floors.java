package dev.causality.retention;

import dev.causality.ports.ConsumerState;
import java.time.Instant;
import java.util.SortedMap;

/** Up to where a consumer has finished with every message. */
final class Floors {

    private Floors() {}

    /**
     * The floor that the server states, or a higher one that follows from its other numbers: with nothing pending, all
     * that was delivered is finished. The server itself leaves its floor below a message whose deliveries ran out until
     * another message is acknowledged, which in a stream that is full will never happen.
     */
    static long of(ConsumerState consumer) {
        return consumer.ackPending() == 0
                ? Math.max(consumer.ackFloor(), consumer.deliveredSequence())
                : consumer.ackFloor();
    }

    /**
     * The floor raised over the messages next to it that a safety net has dealt with. Those that the server gave up
     * before the consumer was created (that is, under another consumer of the same name) do not count: this one will
     * get them.
     */
    static long raised(long floor, ConsumerState consumer, SortedMap<Long, Instant> dealtWith) {
        long raised = floor;
        Instant time = dealtWith.get(raised + 1);
        while (time != null && !time.isBefore(consumer.created())) {
            raised++;
            time = dealtWith.get(raised + 1);
        }
        return raised;
    }
}
