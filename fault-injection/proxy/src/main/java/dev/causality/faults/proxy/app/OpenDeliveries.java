package dev.causality.faults.proxy.app;

import dev.causality.faults.proxy.protocol.nats.AckAnswer;
import dev.causality.faults.proxy.protocol.nats.DeliveryId;
import dev.causality.faults.proxy.protocol.nats.NatsObserver;
import dev.causality.faults.proxy.protocol.nats.Publish;
import dev.causality.faults.proxy.protocol.nats.PublishConfirmation;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The messages of one consumer that were delivered, and neither acknowledged nor terminated, as taps see it. At most as many
 * as the consumer may leave unfinished. Thread-safe.
 */
final class OpenDeliveries {
    private final JudgedConsumer consumer;
    private final Set<Long> sequences = ConcurrentHashMap.newKeySet();

    OpenDeliveries(JudgedConsumer consumer) {
        this.consumer = consumer;
    }

    int count() {
        return sequences.size();
    }

    private boolean concerns(DeliveryId delivery) {
        return delivery.stream().equals(consumer.stream())
                && delivery.consumer().equals(consumer.consumer());
    }

    /** Tells another observer everything, and takes note. */
    NatsObserver watching(NatsObserver tap) {
        return new NatsObserver() {
            @Override
            public void delivered(DeliveryId delivery) {
                if (concerns(delivery)) {
                    sequences.add(delivery.sequence());
                }
                tap.delivered(delivery);
            }

            @Override
            public void answered(DeliveryId delivery, AckAnswer answer) {
                boolean last = answer.kind() == AckAnswer.Kind.ACK || answer.kind() == AckAnswer.Kind.TERM;
                if (last && concerns(delivery)) {
                    sequences.remove(delivery.sequence());
                }
                tap.answered(delivery, answer);
            }

            @Override
            public void published(Publish publish) {
                tap.published(publish);
            }

            @Override
            public void confirmed(Publish publish, PublishConfirmation confirmation) {
                tap.confirmed(publish, confirmation);
            }

            @Override
            public void unparsable(Speaker speaker, String problem) {
                tap.unparsable(speaker, problem);
            }

            @Override
            public void closed() {
                tap.closed();
            }
        };
    }
}
