package dev.causality.conformance.simulation;

import dev.causality.kernel.Deadline;
import dev.causality.ports.ConsumerSpec;
import dev.causality.ports.DocumentBucket;
import dev.causality.ports.EventConsumer;
import dev.causality.ports.EventStream;
import dev.causality.ports.EventStreams;
import dev.causality.ports.StreamSpec;

/** The streams as one process sees them, with taps on the stream of events and the consumer under test. */
final class TappedStreams implements EventStreams {

    private final EventStreams streams;
    private final Tap tap;

    TappedStreams(EventStreams streams, Tap tap) {
        this.streams = streams;
        this.tap = tap;
    }

    @Override
    public EventStream open(StreamSpec spec, Deadline deadline) {
        EventStream stream = streams.open(spec, deadline);
        return spec.name().equals(Tuning.EVENTS) ? new TappedStream(stream, tap) : stream;
    }

    @Override
    public EventConsumer consumer(EventStream stream, ConsumerSpec spec, Deadline deadline) {
        EventConsumer consumer = streams.consumer(stream, spec, deadline);
        return spec.name().equals(Tuning.CONSUMER) ? new TappedConsumer(consumer, tap) : consumer;
    }

    @Override
    public DocumentBucket bucket(String name, int replicas, Deadline deadline) {
        return streams.bucket(name, replicas, deadline);
    }

    @Override
    public boolean connected() {
        return streams.connected();
    }

    @Override
    public long maxPayloadBytes() {
        return streams.maxPayloadBytes();
    }
}
