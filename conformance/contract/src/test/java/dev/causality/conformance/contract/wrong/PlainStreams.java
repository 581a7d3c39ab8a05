package dev.causality.conformance.contract.wrong;

import dev.causality.kernel.Deadline;
import dev.causality.ports.ConsumerSpec;
import dev.causality.ports.DocumentBucket;
import dev.causality.ports.EventConsumer;
import dev.causality.ports.EventStream;
import dev.causality.ports.EventStreams;
import dev.causality.ports.StreamSpec;

/** Does what another does; a wrong one overrides what it breaks. */
abstract class PlainStreams implements EventStreams {

    final EventStreams right;

    PlainStreams(EventStreams right) {
        this.right = right;
    }

    EventStream stream(EventStream one) {
        return one;
    }

    EventConsumer consumer(EventConsumer one) {
        return one;
    }

    DocumentBucket bucket(DocumentBucket one) {
        return one;
    }

    @Override
    public EventStream open(StreamSpec spec, Deadline deadline) {
        return stream(right.open(spec, deadline));
    }

    @Override
    public EventConsumer consumer(EventStream stream, ConsumerSpec spec, Deadline deadline) {
        return consumer(right.consumer(stream, spec, deadline));
    }

    @Override
    public DocumentBucket bucket(String name, int replicas, Deadline deadline) {
        return bucket(right.bucket(name, replicas, deadline));
    }

    @Override
    public boolean connected() {
        return right.connected();
    }

    @Override
    public long maxPayloadBytes() {
        return right.maxPayloadBytes();
    }
}
