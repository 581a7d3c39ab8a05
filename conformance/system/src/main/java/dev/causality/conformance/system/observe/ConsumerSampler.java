package dev.causality.conformance.system.observe;

import dev.causality.checkers.history.HistoryWriter;
import dev.causality.checkers.history.StreamEvent.ConsumerSample;
import io.nats.client.api.ConsumerInfo;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Samples the consumer's own numbers into the history, a few times a second. Thread-safe. */
public final class ConsumerSampler implements AutoCloseable {
    private static final Duration INTERVAL = Duration.ofMillis(200);

    private final NatsAccess nats;
    private final String stream;
    private final String consumer;
    private final HistoryWriter history;
    private final CountDownLatch stop = new CountDownLatch(1);
    private final Thread thread;
    private volatile @Nullable ConsumerSample latest;

    private ConsumerSampler(NatsAccess nats, String stream, String consumer, HistoryWriter history) {
        this.nats = nats;
        this.stream = stream;
        this.consumer = consumer;
        this.history = history;
        this.thread = Thread.ofVirtual().name("consumer-sampler").unstarted(this::run);
    }

    /** Begins to sample. */
    public static ConsumerSampler start(NatsAccess nats, String stream, String consumer, HistoryWriter history) {
        ConsumerSampler sampler = new ConsumerSampler(nats, stream, consumer, history);
        sampler.thread.start();
        return sampler;
    }

    /** The last sample; nothing as long as there was none. */
    public Optional<ConsumerSample> latest() {
        return Optional.ofNullable(latest);
    }

    /** How many deliveries there have been beyond the first of each message. */
    public long redeliveries() {
        ConsumerSample sample = latest;
        return sample == null ? 0 : sample.deliveredConsumerSequence() - sample.deliveredStreamSequence();
    }

    /** Messages that are delivered and not finished. */
    public long unacknowledged() {
        ConsumerSample sample = latest;
        return sample == null ? 0 : sample.ackPending();
    }

    /**
     * Takes a sample now.
     *
     * @throws IOException when the server does not answer
     */
    public Optional<ConsumerSample> sample() throws IOException {
        Optional<ConsumerInfo> info = nats.consumer(stream, consumer);
        info.ifPresent(state -> latest = history.append(at -> new ConsumerSample(
                at,
                stream,
                consumer,
                state.getDelivered().getConsumerSequence(),
                state.getDelivered().getStreamSequence(),
                state.getAckFloor().getStreamSequence(),
                state.getNumPending(),
                state.getNumAckPending(),
                state.getRedelivered())));
        return info.isEmpty() ? Optional.empty() : latest();
    }

    private void run() {
        try {
            while (!stop.await(INTERVAL.toMillis(), TimeUnit.MILLISECONDS)) {
                sampleIfPossible();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void sampleIfPossible() {
        try {
            sample();
        } catch (IOException | IllegalStateException serverIsAway) {
            // It is killed on purpose; its numbers go on where they were when it is back.
            return;
        }
    }

    @Override
    public void close() {
        stop.countDown();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
