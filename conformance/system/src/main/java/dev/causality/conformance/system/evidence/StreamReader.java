package dev.causality.conformance.system.evidence;

import io.nats.client.Connection;
import io.nats.client.FetchConsumeOptions;
import io.nats.client.FetchConsumer;
import io.nats.client.JetStreamApiException;
import io.nats.client.Message;
import io.nats.client.OrderedConsumerContext;
import io.nats.client.api.OrderedConsumerConfiguration;
import io.nats.client.api.StreamInfo;
import java.io.IOException;
import java.time.Duration;
import java.util.function.Consumer;

/** Reads a whole stream from its first message to its last, in order, without a trace in it. */
final class StreamReader {
    private static final int FETCH = 1000;
    private static final Duration WAIT = Duration.ofSeconds(5);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Connection nats;

    StreamReader(Connection nats) {
        this.nats = nats;
    }

    /**
     * Hands every message to {@code each}.
     *
     * @return the state of the stream that was read
     * @throws IOException when it cannot be read to the end
     */
    StreamInfo read(String stream, Consumer<Message> each) throws IOException, InterruptedException {
        try {
            StreamInfo info = nats.jetStreamManagement().getStreamInfo(stream);
            if (info.getStreamState().getMsgCount() > 0) {
                readTo(info.getStreamState().getLastSequence(), stream, each);
            }
            return info;
        } catch (JetStreamApiException e) {
            throw new IOException("cannot read the stream " + stream + ": " + e.getMessage(), e);
        }
    }

    private void readTo(long last, String stream, Consumer<Message> each)
            throws IOException, InterruptedException, JetStreamApiException {
        OrderedConsumerContext consumer =
                nats.getStreamContext(stream).createOrderedConsumer(new OrderedConsumerConfiguration());
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        long reached = 0;
        while (reached < last) {
            try (FetchConsumer fetch = consumer.fetch(FetchConsumeOptions.builder()
                    .maxMessages(FETCH)
                    .expiresIn(WAIT.toMillis())
                    .noWait()
                    .build())) {
                for (Message message = fetch.nextMessage(); message != null; message = fetch.nextMessage()) {
                    reached = message.metaData().streamSequence();
                    each.accept(message);
                }
            } catch (IOException | JetStreamApiException e) {
                throw e;
            } catch (Exception e) {
                throw new IOException("cannot read the stream " + stream, e);
            }
            if (System.nanoTime() > deadline) {
                throw new IOException("the stream " + stream + " was read up to " + reached + " of " + last + " in "
                        + PATIENCE.toSeconds() + " s");
            }
        }
    }
}
