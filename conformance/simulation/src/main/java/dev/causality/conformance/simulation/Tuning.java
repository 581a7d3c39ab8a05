package dev.causality.conformance.simulation;

import dev.causality.gateway.config.GatewayConfig;
import dev.causality.kernel.settings.Secret;
import dev.causality.retention.KeeperConfig;
import dev.causality.sink.config.SinkConfig;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The settings of the services in a run; times in milliseconds. The rest is as in production.
 *
 * @param streamBytes the limit of the stream of events; -1 = none
 * @param realEncoder whether files are Parquet, not the readable text that most runs write
 * @param syncInterval the message server's own: how often it makes what it has confirmed safe from a power cut; 0 = before
 *     it confirms
 */
record Tuning(
        long streamBytes,
        long dedupWindow,
        long keepFor,
        long keeperInterval,
        int workers,
        int fetchBatchSize,
        int maxEvents,
        long flushInterval,
        long bufferBytes,
        int uploads,
        long ackWait,
        int maxAckPending,
        int maxDeliver,
        int deadAfter,
        long retryDelay,
        long retryDelayMax,
        long attemptTimeout,
        long outageBudget,
        long intentRetention,
        long shutdownTimeout,
        long publishTimeout,
        boolean realEncoder,
        long syncInterval) {

    static final String EVENTS = "CAUSALITY_EVENTS";
    static final String DEAD_LETTERS = "CAUSALITY_DLQ";
    static final String ADVISORIES = "CAUSALITY_ADVISORIES";
    static final String INTENTS = "CAUSALITY_INTENTS";
    static final String CONSUMER = "warehouse-sink";
    static final String CAPTURE = "warehouse-sink-advisories";
    static final String KEYS = "CAUSALITY_API_KEYS";
    static final String PREFIX = "events";
    static final String DEAD_PREFIX = "dlq";
    static final String ADMIN_TOKEN = "the-admin-token-of-simulations";
    static final Duration DEAD_LETTERS_AGE = Duration.ofDays(30);
    static final long EVENT_BYTES = 4096;

    private static final double HIGH_WATERMARK = 0.7;
    private static final double LOW_WATERMARK = 0.5;
    private static final Duration CLOCK_TOLERANCE = Duration.ofSeconds(5);
    private static final int GATEWAY_REQUESTS = 64;
    private static final int GATEWAY_BODY = 1 << 20;
    private static final int GATEWAY_BATCH = 100;
    private static final Duration BODY_TIMEOUT = Duration.ofSeconds(10);

    Tuning withReadableFiles() {
        return new Tuning(
                streamBytes,
                dedupWindow,
                keepFor,
                keeperInterval,
                workers,
                fetchBatchSize,
                maxEvents,
                flushInterval,
                bufferBytes,
                uploads,
                ackWait,
                maxAckPending,
                maxDeliver,
                deadAfter,
                retryDelay,
                retryDelayMax,
                attemptTimeout,
                outageBudget,
                intentRetention,
                shutdownTimeout,
                publishTimeout,
                false,
                syncInterval);
    }

    SinkConfig sink(int instances) {
        return new SinkConfig(
                new SinkConfig.Streams(
                        EVENTS,
                        streamBytes,
                        millis(dedupWindow),
                        1,
                        DEAD_LETTERS,
                        DEAD_LETTERS_AGE,
                        INTENTS,
                        millis(intentRetention),
                        ADVISORIES),
                new SinkConfig.Delivery(
                        CONSUMER,
                        millis(ackWait),
                        maxAckPending,
                        maxDeliver,
                        deadAfter,
                        instances,
                        millis(retryDelay),
                        millis(retryDelayMax)),
                new SinkConfig.Batching(
                        workers, fetchBatchSize, maxEvents, millis(flushInterval), bufferBytes, EVENT_BYTES, uploads),
                new SinkConfig.Warehouse(PREFIX, DEAD_PREFIX, millis(attemptTimeout), millis(outageBudget)),
                keeper(),
                millis(shutdownTimeout));
    }

    private KeeperConfig keeper() {
        return new KeeperConfig(
                List.of(CONSUMER),
                millis(keepFor),
                millis(dedupWindow),
                HIGH_WATERMARK,
                LOW_WATERMARK,
                millis(keeperInterval),
                CLOCK_TOLERANCE,
                KeeperConfig.DEFAULT_ADVISORY_DELAY);
    }

    GatewayConfig gateway() {
        return new GatewayConfig(
                new GatewayConfig.Stream(EVENTS, streamBytes, 1, millis(dedupWindow)),
                new GatewayConfig.Limits(
                        GATEWAY_BODY,
                        GATEWAY_BATCH,
                        GATEWAY_REQUESTS,
                        (long) GATEWAY_REQUESTS * GATEWAY_BODY,
                        BODY_TIMEOUT),
                Optional.empty(),
                new GatewayConfig.Keys(KEYS, Duration.ofSeconds(10), Optional.of(new Secret(ADMIN_TOKEN))),
                millis(publishTimeout));
    }

    static Duration millis(long millis) {
        return Duration.ofMillis(millis);
    }
}
