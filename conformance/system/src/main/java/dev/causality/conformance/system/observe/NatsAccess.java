package dev.causality.conformance.system.observe;

import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.Nats;
import io.nats.client.Options;
import io.nats.client.api.ConsumerInfo;
import io.nats.client.api.StreamInfo;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** The harness's own connection to the stream's server; it survives the server's restarts. Thread-safe. */
public final class NatsAccess implements AutoCloseable {
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration RECONNECT = Duration.ofMillis(100);
    private static final int NOT_FOUND_CONSUMER = 10014;
    private static final int NOT_FOUND_STREAM = 10059;

    private final Connection connection;

    private NatsAccess(Connection connection) {
        this.connection = connection;
    }

    /** Connects. */
    public static NatsAccess connect(String url) throws IOException, InterruptedException {
        return new NatsAccess(Nats.connect(Options.builder()
                .server(url)
                .connectionTimeout(CONNECT)
                .maxReconnects(-1)
                .reconnectWait(RECONNECT)
                .connectionName("conformance")
                .errorListener(new Silence())
                .build()));
    }

    public Connection connection() {
        return connection;
    }

    /** The state of a stream; nothing when there is no such stream. */
    public Optional<StreamInfo> stream(String name) throws IOException {
        try {
            return Optional.of(connection.jetStreamManagement().getStreamInfo(name));
        } catch (JetStreamApiException e) {
            return absent(e, NOT_FOUND_STREAM);
        }
    }

    /** The state of a consumer; nothing when there is no such consumer. */
    public Optional<ConsumerInfo> consumer(String stream, String name) throws IOException {
        try {
            return Optional.of(connection.jetStreamManagement().getConsumerInfo(stream, name));
        } catch (JetStreamApiException e) {
            return e.getApiErrorCode() == NOT_FOUND_STREAM ? Optional.empty() : absent(e, NOT_FOUND_CONSUMER);
        }
    }

    /** When a stream was created, as the history writes it. */
    public static String created(StreamInfo stream) {
        return stream.getCreateTime().toInstant().toString();
    }

    private static <T> Optional<T> absent(JetStreamApiException e, int code) throws IOException {
        if (e.getApiErrorCode() == code) {
            return Optional.empty();
        }
        throw new IOException(e.getMessage(), e);
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
