package dev.causality.sink.core;

import dev.causality.kernel.Cancellation;
import dev.causality.kernel.Deadline;
import dev.causality.ports.Answer;
import dev.causality.ports.ConsumerSpec;
import dev.causality.ports.ConsumerState;
import dev.causality.ports.Delivery;
import dev.causality.ports.DocumentBucket;
import dev.causality.ports.EventConsumer;
import dev.causality.ports.EventStream;
import dev.causality.ports.EventStreams;
import dev.causality.ports.Receipt;
import dev.causality.ports.StreamSpec;
import java.time.Duration;
import java.util.List;

/** Real streams whose consumers can be made to lose their in-progress signals, as a paused process does. */
final class SilentStreams implements EventStreams {

    private final EventStreams real;
    private volatile boolean silent;

    SilentStreams(EventStreams real) {
        this.real = real;
    }

    void silence() {
        silent = true;
    }

    @Override
    public EventStream open(StreamSpec spec, Deadline deadline) {
        return real.open(spec, deadline);
    }

    @Override
    public EventConsumer consumer(EventStream stream, ConsumerSpec spec, Deadline deadline) {
        return new SilentConsumer(real.consumer(stream, spec, deadline));
    }

    @Override
    public DocumentBucket bucket(String name, int replicas, Deadline deadline) {
        return real.bucket(name, replicas, deadline);
    }

    @Override
    public boolean connected() {
        return real.connected();
    }

    @Override
    public long maxPayloadBytes() {
        return real.maxPayloadBytes();
    }

    private final class SilentConsumer implements EventConsumer {

        private final EventConsumer consumer;

        private SilentConsumer(EventConsumer consumer) {
            this.consumer = consumer;
        }

        @Override
        public ConsumerSpec spec() {
            return consumer.spec();
        }

        @Override
        public FetchOutcome fetch(int maxMessages, long maxBytes, Deadline deadline, Cancellation cancellation) {
            if (silent) {
                cancellation.await(deadline);
                return new FetchOutcome.Fetched(List.of());
            }
            return consumer.fetch(maxMessages, maxBytes, deadline, cancellation);
        }

        @Override
        public void ack(Receipt receipt) {
            consumer.ack(receipt);
        }

        @Override
        public AckOutcome ackConfirmed(Receipt receipt, Deadline deadline) {
            return consumer.ackConfirmed(receipt, deadline);
        }

        @Override
        public void nak(Receipt receipt, Duration delay) {
            consumer.nak(receipt, delay);
        }

        @Override
        public void terminate(Receipt receipt, String reason) {
            consumer.terminate(receipt, reason);
        }

        @Override
        public void inProgress(Receipt receipt) {
            if (!silent) {
                consumer.inProgress(receipt);
            }
        }

        @Override
        public List<Delivery> stop(Deadline deadline) {
            return consumer.stop(deadline);
        }

        @Override
        public Answer<ConsumerState> state(Deadline deadline) {
            return consumer.state(deadline);
        }
    }
}
