package dev.causality.sink.config;

import dev.causality.deadletters.DeadLetters;
import dev.causality.kernel.settings.Settings;
import dev.causality.retention.KeeperConfig;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/** Where the sink's settings come from: their names, defaults and descriptions. */
public final class SinkSettings {

    /** Shorter than that nobody could look at them. */
    private static final Duration DEAD_LETTERS_LEAST = Duration.ofMinutes(1);

    private static final int MAX_WORKERS = 64;
    private static final int MAX_INSTANCES = 1_000;
    private static final int MAX_FETCH = 10_000;

    /** An intent names each row in about a byte or two and has to fit into one message. */
    private static final int MAX_ROWS = 100_000;

    private static final int MAX_PENDING = 10_000_000;

    /** What a buffered event is assumed to cost when the pending limit is derived from the buffers' bytes. */
    private static final int ASSUMED_EVENT_BYTES = 512;

    /** Read by the process too, which knows the heap. */
    public static final String BUFFER_DESCRIPTION = "What all workers together hold at most; backpressure beyond.";

    public static final long BUFFER_LEAST = 1L << 20;
    public static final String BUFFER_DEFAULT = "96MiB";

    /** Read by the store's client too. */
    public static final String ATTEMPT_DESCRIPTION = "How long one request to the object store may take.";

    public static final Duration ATTEMPT_LEAST = Duration.ofMillis(100);
    public static final Duration ATTEMPT_MOST = Duration.ofHours(1);
    public static final String ATTEMPT_DEFAULT = "10s";

    private SinkSettings() {}

    /** Declares all settings of the core; shutdownTimeout is declared with those that every service has. */
    public static Supplier<SinkConfig> declare(Settings settings, Duration shutdownTimeout) {
        SinkConfig.Streams streams = streams(settings);
        SinkConfig.Batching batching = batching(settings);
        SinkConfig.Delivery delivery = delivery(settings, batching);
        SinkConfig.Warehouse warehouse = warehouse(settings);
        SinkConfig.problems(streams, delivery, batching, warehouse, shutdownTimeout)
                .forEach(problem -> settings.check(false, problem));
        Supplier<KeeperConfig> keeper = keeper(settings, streams, delivery);
        return () -> new SinkConfig(streams, delivery, batching, warehouse, keeper.get(), shutdownTimeout);
    }

    private static SinkConfig.Streams streams(Settings settings) {
        return new SinkConfig.Streams(
                settings.string("NATS_STREAM_NAME", "Stream of events.").or("CAUSALITY_EVENTS"),
                settings.bytes(
                                "NATS_STREAM_MAX_BYTES",
                                "Limit of the stream of events. A full stream refuses new events; it never drops old ones.")
                        .or("10GiB"),
                settings.duration("DEDUP_WINDOW", "For how long the stream of events remembers idempotency keys.")
                        .or("10m"),
                settings.integer("NATS_STREAM_REPLICAS", "Servers that hold each stream.")
                        .between(1, 5)
                        .or("1"),
                DeadLetters.streamName(settings),
                settings.duration("NATS_STREAM_DLQ_MAX_AGE", "For how long dead letters are kept.")
                        .atLeast(DEAD_LETTERS_LEAST)
                        .or("720h"),
                settings.string("NATS_STREAM_INTENTS_NAME", "Stream by which sinks agree who stores what.")
                        .or("CAUSALITY_INTENTS"),
                settings.duration(
                                "INTENT_RETENTION",
                                "For how long intents are kept. Where no sink runs for half as long, rows whose upload was"
                                        + " not answered may be stored twice.")
                        .or("1h"),
                settings.string(
                                "NATS_STREAM_ADVISORIES_NAME",
                                "Stream that captures what the server gives up by itself.")
                        .or("CAUSALITY_ADVISORIES"));
    }

    private static SinkConfig.Batching batching(Settings settings) {
        return new SinkConfig.Batching(
                settings.integer("WORKER_COUNT", "Workers that pull side by side.")
                        .between(1, MAX_WORKERS)
                        .or("1"),
                settings.integer("FETCH_BATCH_SIZE", "Messages to a fetch.")
                        .between(1, MAX_FETCH)
                        .or("100"),
                settings.integer(
                                "BATCH_MAX_EVENTS",
                                "Rows to a file at most; a partition with as many is written at once.")
                        .between(1, MAX_ROWS)
                        .or("10000"),
                settings.duration("BATCH_FLUSH_INTERVAL", "The longest that an event waits for its file.")
                        .between(Duration.ofMillis(10), Duration.ofHours(1))
                        .or("30s"),
                settings.bytes("BUFFER_MAX_BYTES", BUFFER_DESCRIPTION)
                        .atLeast(BUFFER_LEAST)
                        .or(BUFFER_DEFAULT),
                settings.bytes("EVENT_MAX_BYTES", "The largest event that is stored; larger ones are dead letters.")
                        .atLeast(1024L)
                        .or("1MiB"),
                settings.integer("UPLOAD_CONCURRENCY", "Files that a worker writes at the same time.")
                        .between(1, MAX_WORKERS)
                        .or("4"));
    }

    private static SinkConfig.Delivery delivery(Settings settings, SinkConfig.Batching batching) {
        int instances = settings.integer("SINK_INSTANCES", "Instances of the sink that share the pending limit.")
                .between(1, MAX_INSTANCES)
                .or("2");
        long derived = batching.bufferMaxBytes() / ASSUMED_EVENT_BYTES * instances;
        int maxAckPending = settings.integer(
                        "MAX_ACK_PENDING",
                        "Messages delivered and unanswered, over all instances. Default: BUFFER_MAX_BYTES / 512 x SINK_INSTANCES.")
                .between(1, MAX_PENDING)
                .optional()
                .orElse((int) Math.min(MAX_PENDING, derived));
        return new SinkConfig.Delivery(
                settings.string("CONSUMER_NAME", "Durable consumer, shared by all instances.")
                        .or("warehouse-sink"),
                settings.duration(
                                "ACK_WAIT",
                                "After this time without a sign of life a message is delivered again. The sink acts on it for"
                                        + " nine tenths of that: its clock may run up to 5 percent slower than the server's.")
                        .between(Duration.ofSeconds(1), Duration.ofHours(1))
                        .or("30s"),
                maxAckPending,
                settings.integer(
                                "MAX_DELIVER",
                                "Deliveries after which the server itself gives a message up; -1 = never.")
                        .between(-1, Integer.MAX_VALUE)
                        .or("100"),
                settings.integer("DEAD_AFTER", "From this delivery on a message that fails alone is given up.")
                        .between(1, MAX_INSTANCES)
                        .or("5"),
                instances,
                settings.duration("RETRY_DELAY", "Delay before the second delivery after a failure; doubles with each.")
                        .atLeast(Duration.ofMillis(100))
                        .or("2s"),
                settings.duration("RETRY_DELAY_MAX", "The longest such delay.").or("5m"));
    }

    private static Supplier<KeeperConfig> keeper(
            Settings settings, SinkConfig.Streams streams, SinkConfig.Delivery delivery) {
        List<String> required = settings.list(
                        "REQUIRED_CONSUMERS",
                        "Consumers that must have finished with an event before it may leave the stream. Default: CONSUMER_NAME.")
                .optional()
                .orElse(List.of(delivery.consumer()));
        Duration maxAge = settings.duration("NATS_STREAM_MAX_AGE", "For how long finished events stay in the stream.")
                .or("168h");
        double high = settings.decimal(
                        "STREAM_HIGH_WATERMARK", "How full, as a part of the limit, makes finished events leave early.")
                .or("0.8");
        double low = settings.decimal("STREAM_LOW_WATERMARK", "Down to how full, then.")
                .or("0.6");
        Duration interval = settings.duration("KEEPER_INTERVAL", "How often the keeper looks at the stream.")
                .between(Duration.ofMillis(100), Duration.ofHours(1))
                .or("10s");
        return () -> new KeeperConfig(
                required,
                maxAge,
                streams.dedupWindow(),
                high,
                low,
                interval,
                KeeperConfig.DEFAULT_CLOCK_TOLERANCE,
                KeeperConfig.DEFAULT_ADVISORY_DELAY);
    }

    private static SinkConfig.Warehouse warehouse(Settings settings) {
        return new SinkConfig.Warehouse(
                settings.string("S3_PREFIX", "First part of the keys of files.").or("events"),
                settings.string("S3_DEAD_PREFIX", "First part of the keys of dead messages' bytes.")
                        .or("dlq"),
                settings.duration("S3_ATTEMPT_TIMEOUT", ATTEMPT_DESCRIPTION)
                        .between(ATTEMPT_LEAST, ATTEMPT_MOST)
                        .or(ATTEMPT_DEFAULT),
                settings.duration(
                                "STORE_OUTAGE_BUDGET",
                                "For how long messages are held while the object store is away; then they are sent back with a delay.")
                        .or("15m"));
    }
}
