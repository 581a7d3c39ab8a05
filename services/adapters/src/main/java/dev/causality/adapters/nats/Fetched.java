package dev.causality.adapters.nats;

import dev.causality.kernel.Kernel;
import dev.causality.ports.Delivery;
import dev.causality.ports.Receipt;
import io.nats.client.Message;
import java.util.ArrayList;
import java.util.List;

/** What has been taken from the requests' inboxes and not given to the caller yet. For one task at a time. */
final class Fetched implements Pulls.Receiver {

    private final Kernel kernel;
    private final Identity identity;
    private final long leaseNanos;
    private final AckSubject subject = new AckSubject();
    private List<Delivery> deliveries = new ArrayList<>();
    private int maxMessages;
    private long maxBytes;
    private long bytes;
    private boolean moreExpected;

    /** @param leaseNanos after what time from its request a message may be on its way to somebody else again */
    Fetched(Kernel kernel, Identity identity, long leaseNanos) {
        this.kernel = kernel;
        this.identity = identity;
        this.leaseNanos = leaseNanos;
    }

    /** Sets how much may be gathered. */
    void limit(int messages, long size) {
        maxMessages = messages;
        maxBytes = size;
    }

    @Override
    public boolean full() {
        return deliveries.size() >= maxMessages || bytes >= maxBytes;
    }

    /** {@inheritDoc} One that waited for longer than its lease is let go: it comes again, to somebody. */
    @Override
    public void accept(Message message, Pull pull) {
        if (!subject.read(message.getReplyTo())) {
            return;
        }
        identity.delivered(subject.consumerSequence());
        moreExpected = subject.pending() > 0;
        if (expired(pull.sentAt())) {
            return;
        }
        bytes += PackedHeaders.size(message);
        byte[] packed = message.getData();
        deliveries.add(new Delivery(
                subject.sequence(),
                subject.deliveries(),
                subject.time(),
                message.getSubject(),
                PackedHeaders.of(packed, subject.headerLength()),
                PackedHeaders.payload(packed, subject.headerLength()),
                new Receipt(subject.address()),
                pull.sentAt()));
    }

    boolean isEmpty() {
        return deliveries.isEmpty();
    }

    /** Whether the consumer had more messages when it sent the last one. */
    boolean moreExpected() {
        return moreExpected;
    }

    /** Gives out what is there, up to the limit of messages. */
    List<Delivery> release() {
        List<Delivery> all = deliveries;
        int count = Math.min(all.size(), maxMessages);
        deliveries = new ArrayList<>(all.subList(count, all.size()));
        bytes = 0;
        moreExpected = false;
        return count == all.size() ? all : new ArrayList<>(all.subList(0, count));
    }

    /** Lets go of what waited too long for the consumer's identity to be confirmed. */
    void dropExpired() {
        deliveries.removeIf(delivery -> expired(delivery.notSentBefore()));
    }

    private boolean expired(long notSentBefore) {
        return kernel.nanoTime() - notSentBefore >= leaseNanos;
    }
}
