package dev.causality.gateway.config;

import dev.causality.kernel.settings.Secret;
import dev.causality.kernel.settings.Settings;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What the gateway's core needs to know.
 *
 * @param stream the stream that events go to
 * @param limits what requests may cost
 * @param usualRate the limit of a key that has none of its own; empty when rates are not limited
 * @param keys where keys are kept, and who may change them
 * @param publishTimeout how long a request waits for the stream's confirmation
 */
public record GatewayConfig(
        Stream stream, Limits limits, Optional<Rate> usualRate, Keys keys, Duration publishTimeout) {

    /** The proto's own limit: a batch has 1 to 1000 events. */
    private static final int MOST_BATCH_EVENTS = 1000;

    private static final int LEAST_TOKEN_LENGTH = 16;

    /** Decoded, a request is several times what it is counted as; the rest of the heap is for that, and for the server. */
    private static final int HEAP_FRACTION = 5;

    private static final long USUAL_IN_FLIGHT_BYTES = 64L << 20;

    /**
     * The stream that events go to.
     *
     * @param maxBytes how much it holds before it refuses more
     * @param dedupWindow for how long it remembers idempotency keys
     */
    public record Stream(String name, long maxBytes, int replicas, Duration dedupWindow) {}

    /**
     * What requests may cost.
     *
     * @param bodyBytes the largest body of one request
     * @param batchEvents the most events of one request
     * @param requests how many requests are handled at once
     * @param inFlightBytes what all of them together may hold
     * @param bodyTimeout within what time a body must have arrived
     */
    public record Limits(int bodyBytes, int batchEvents, int requests, long inFlightBytes, Duration bodyTimeout) {

        /**
         * What an event costs in memory besides its bytes, while it is under way: message, headers, futures, outcome,
         * answer.
         */
        public static final int EVENT_OVERHEAD = 2048;
    }

    /**
     * Keys and their administration.
     *
     * @param bucket the bucket of documents that holds them
     * @param maxStaleness how long the list of keys may be out of date before no key is accepted
     * @param adminToken what the admin API asks for; without one it is switched off
     */
    public record Keys(String bucket, Duration maxStaleness, Optional<Secret> adminToken) {

        public Keys {
            if (adminToken.isPresent() && adminToken.get().value().length() < LEAST_TOKEN_LENGTH) {
                throw new IllegalArgumentException(
                        "ADMIN_TOKEN is shorter than " + LEAST_TOKEN_LENGTH + " characters: too easy to guess");
            }
        }
    }

    /** Declares the settings that it is made from, for the heap of this process. */
    public static Supplier<GatewayConfig> declare(Settings settings) {
        return declare(settings, Runtime.getRuntime().maxMemory());
    }

    static Supplier<GatewayConfig> declare(Settings settings, long heapBytes) {
        Supplier<Stream> stream = declareStream(settings);
        Supplier<Limits> limits = declareLimits(settings, heapBytes);
        Optional<Rate> rate = readRate(settings);
        Supplier<Keys> keys = declareKeys(settings);
        Duration publishTimeout = settings.duration(
                        "PUBLISH_TIMEOUT",
                        "How long a request waits for the stream's confirmation before it is answered 503.")
                .between(Duration.ofMillis(100), Duration.ofMinutes(1))
                .or("5s");
        return () -> new GatewayConfig(stream.get(), limits.get(), rate, keys.get(), publishTimeout);
    }

    private static Supplier<Stream> declareStream(Settings settings) {
        String name =
                settings.string("NATS_STREAM_NAME", "The stream of events.").or("CAUSALITY_EVENTS");
        long maxBytes = settings.bytes(
                        "NATS_STREAM_MAX_BYTES",
                        "How much the stream holds. A full stream refuses events (503); it never drops any.")
                .atLeast(1L << 20)
                .or("10GiB");
        int replicas = settings.integer("NATS_STREAM_REPLICAS", "On how many servers the stream and the keys are kept.")
                .between(1, 5)
                .or("1");
        Duration window = settings.duration(
                        "DEDUP_WINDOW",
                        "For how long an idempotency key is remembered. The server keeps the keys in memory: about"
                                + " 215 bytes x events per second x seconds of the window.")
                .between(Duration.ofSeconds(1), Duration.ofDays(7))
                .or("10m");
        return () -> new Stream(name, maxBytes, replicas, window);
    }

    private static Supplier<Limits> declareLimits(Settings settings, long heapBytes) {
        long bodyBytes = settings.bytes("MAX_BODY_SIZE", "The largest body of a request; a larger one is answered 413.")
                .between(1024L, 64L << 20)
                .or("5242880");
        int batchEvents = settings.integer("MAX_BATCH_EVENTS", "The most events of a batch.")
                .between(1, MOST_BATCH_EVENTS)
                .or("1000");
        int requests = settings.integer(
                        "MAX_CONCURRENT_REQUESTS", "How many requests are handled at once; one more is answered 503.")
                .between(1, 100_000)
                .or("512");
        long inFlight = readInFlight(settings, bodyBytes, batchEvents, heapBytes);
        Duration timeout = settings.duration(
                        "BODY_READ_TIMEOUT", "Within what time the body of a request must have arrived (408).")
                .between(Duration.ofMillis(100), Duration.ofMinutes(10))
                .or("30s");
        return () -> new Limits((int) bodyBytes, batchEvents, requests, inFlight, timeout);
    }

    private static long readInFlight(Settings settings, long bodyBytes, int batchEvents, long heapBytes) {
        long most = heapBytes / HEAP_FRACTION;
        long inFlight = settings.bytes(
                        "MAX_IN_FLIGHT_BYTES",
                        "What the bodies and events of all requests under way may hold together; a request that does"
                                + " not fit is answered 503. A fifth of the heap at most. Default: 64MiB, or a fifth of"
                                + " the heap where that is less.")
                .atLeast(1024L)
                .optional()
                .orElse(Math.min(USUAL_IN_FLIGHT_BYTES, most));
        settings.check(
                inFlight <= most,
                "must be at most a fifth of the heap (" + heapBytes + " bytes): lower it, or raise -Xmx",
                "MAX_IN_FLIGHT_BYTES");
        long largestRequest = 2 * bodyBytes + (long) batchEvents * Limits.EVENT_OVERHEAD;
        settings.check(
                inFlight >= largestRequest,
                "must hold the largest request: 2 x MAX_BODY_SIZE + " + Limits.EVENT_OVERHEAD + " x MAX_BATCH_EVENTS = "
                        + largestRequest + ", and is " + inFlight + " with this heap of " + heapBytes
                        + " bytes: lower those, or raise it, or raise -Xmx",
                "MAX_IN_FLIGHT_BYTES",
                "MAX_BODY_SIZE",
                "MAX_BATCH_EVENTS");
        return inFlight;
    }

    private static Optional<Rate> readRate(Settings settings) {
        boolean limited = settings.bool(
                        "RATE_LIMIT_ENABLED", "Whether keys that have no limit of their own are limited at all.")
                .or("true");
        double perSecond = settings.decimal(
                        "RATE_LIMIT_PER_KEY_RPS", "Events a key may send a second, for each gateway instance.")
                .unit("events per second")
                .between(0.001, 1e9)
                .or("1000");
        int burst = settings.integer("RATE_LIMIT_PER_KEY_BURST", "Events that a key may send at once after a pause.")
                .unit("events")
                .between(1, 1_000_000_000)
                .or("2000");
        return limited ? Optional.of(new Rate(perSecond, burst)) : Optional.empty();
    }

    private static Supplier<Keys> declareKeys(Settings settings) {
        String bucket = settings.string(
                        "API_KEYS_BUCKET", "The key-value bucket that API keys are kept in, as SHA-256.")
                .or("CAUSALITY_API_KEYS");
        Duration staleness = settings.duration(
                        "API_KEYS_MAX_STALENESS",
                        "How long the gateway goes on with a list of keys that it cannot prove to be up to date; after"
                                + " that every request is answered 503.")
                .between(Duration.ofSeconds(3), Duration.ofHours(1))
                .or("10s");
        Optional<Secret> adminToken = settings.secret(
                        "ADMIN_TOKEN",
                        "Bearer token of the admin API, 16 characters at least. Without one the admin API is off.")
                .optional();
        return () -> new Keys(bucket, staleness, adminToken);
    }
}
