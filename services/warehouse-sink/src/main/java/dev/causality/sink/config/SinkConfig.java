package dev.causality.sink.config;

import dev.causality.retention.KeeperConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * All that the sink's core can be told. Refuses combinations that cannot work, naming all of them in one message, by
 * {@link IllegalArgumentException}.
 *
 * @param streams the streams it uses
 * @param delivery how messages are delivered and given up
 * @param batching how much is held, and for how long
 * @param warehouse where and how files are written
 * @param keeper what makes room in the stream of events
 * @param shutdownTimeout how long a graceful stop may take
 */
public record SinkConfig(
        Streams streams,
        Delivery delivery,
        Batching batching,
        Warehouse warehouse,
        KeeperConfig keeper,
        Duration shutdownTimeout) {

    /** The part of a worker's bounds at which the largest buffer is flushed before its time. */
    private static final double EARLY_FLUSH = 0.6;

    /** The part of an instance's share of the pending limit that one failing partition may have waiting. */
    private static final int DELAYED_FRACTION = 8;

    /**
     * The same of all failing partitions together. With the burials that wait and with {@link #EARLY_FLUSH} it leaves the
     * healthy ones room below the pending limit.
     */
    private static final int ALL_DELAYED_FRACTION = 4;

    /** The part of an instance's share of the pending limit that may wait to be buried before pulling stops. */
    private static final int BURIALS_FRACTION = 8;

    /** The part of the bytes that failing partitions may hold. */
    private static final int FAILING_BYTES_FRACTION = 4;

    /**
     * The streams.
     *
     * @param events name of the stream of events
     * @param eventsMaxBytes its limit; -1 = none
     * @param dedupWindow for how long it remembers message ids
     * @param replicas of every stream
     * @param deadLetters name of the stream of dead letters
     * @param deadLettersMaxAge after what time an entry goes
     * @param intents name of the stream by which sinks agree who was first
     * @param intentRetention how long intents are kept: a sink paused for longer may store rows twice
     * @param advisories name of the stream that captures what the server gives up
     */
    public record Streams(
            String events,
            long eventsMaxBytes,
            Duration dedupWindow,
            int replicas,
            String deadLetters,
            Duration deadLettersMaxAge,
            String intents,
            Duration intentRetention,
            String advisories) {}

    /**
     * Delivery.
     *
     * @param consumer the durable consumer, shared by all instances
     * @param ackWait after what time without a sign of life a message is delivered again
     * @param maxAckPending messages that may be out at once, over all instances
     * @param maxDeliver when the server gives a message up by itself; -1 = never
     * @param deadAfter from which delivery on a message that fails alone is given up
     * @param instances how many instances share the pending limit
     * @param retryDelay the delay before a second delivery after a failure; doubles with each
     * @param retryDelayMax the longest such delay
     */
    public record Delivery(
            String consumer,
            Duration ackWait,
            int maxAckPending,
            int maxDeliver,
            int deadAfter,
            int instances,
            Duration retryDelay,
            Duration retryDelayMax) {}

    /**
     * Batching.
     *
     * @param workers pull workers
     * @param fetchBatchSize messages to a fetch
     * @param maxEvents rows to a file, at most
     * @param flushInterval the longest that a message waits for its batch
     * @param bufferMaxBytes what all workers together may hold
     * @param maxEventBytes the largest event that is stored; larger ones are dead letters
     * @param uploadConcurrency files written at once by a worker
     */
    public record Batching(
            int workers,
            int fetchBatchSize,
            int maxEvents,
            Duration flushInterval,
            long bufferMaxBytes,
            long maxEventBytes,
            int uploadConcurrency) {}

    /**
     * The warehouse.
     *
     * @param prefix first part of the objects' keys, without a slash at its end
     * @param deadPrefix the same for bytes of dead messages
     * @param attemptTimeout how long one request to the store may take
     * @param outageBudget for how long messages are held while the store is away
     */
    public record Warehouse(String prefix, String deadPrefix, Duration attemptTimeout, Duration outageBudget) {}

    public SinkConfig {
        List<String> problems = problems(streams, delivery, batching, warehouse, shutdownTimeout);
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", problems));
        }
    }

    /** What in these settings cannot work together; each names the settings and the remedy. */
    public static List<String> problems(
            Streams streams, Delivery delivery, Batching batching, Warehouse warehouse, Duration shutdownTimeout) {
        List<String> problems = new ArrayList<>();
        Duration attempt = warehouse.attemptTimeout();
        check(
                problems,
                attempt.compareTo(delivery.ackWait()) < 0,
                "S3_ATTEMPT_TIMEOUT (%s) must be shorter than ACK_WAIT (%s): an upload that takes longer outlives its lease"
                        .formatted(attempt, delivery.ackWait()));
        check(
                problems,
                delivery.maxAckPending() >= 2L * batching.fetchBatchSize() * batching.workers() * delivery.instances(),
                ("MAX_ACK_PENDING (%s) must hold two fetches of every worker: 2 x FETCH_BATCH_SIZE (%s) x WORKER_COUNT (%s)"
                                + " x SINK_INSTANCES (%s)")
                        .formatted(
                                delivery.maxAckPending(),
                                batching.fetchBatchSize(),
                                batching.workers(),
                                delivery.instances()));
        check(
                problems,
                delivery.maxDeliver() == -1 || delivery.maxDeliver() >= 2 * delivery.deadAfter(),
                "MAX_DELIVER (%s) must be -1 or at least twice DEAD_AFTER (%s): the worker decides, the server is a net"
                        .formatted(delivery.maxDeliver(), delivery.deadAfter()));
        check(
                problems,
                delivery.retryDelayMax().compareTo(delivery.retryDelay()) >= 0,
                "RETRY_DELAY_MAX (%s) must not be shorter than RETRY_DELAY (%s)"
                        .formatted(delivery.retryDelayMax(), delivery.retryDelay()));
        check(
                problems,
                shutdownTimeout.compareTo(attempt.multipliedBy(2)) > 0,
                "SHUTDOWN_TIMEOUT (%s) must be longer than two attempts at an upload (2 x S3_ATTEMPT_TIMEOUT, %s)"
                        .formatted(shutdownTimeout, attempt));
        check(
                problems,
                streams.intentRetention().compareTo(delivery.ackWait().multipliedBy(10)) >= 0,
                "INTENT_RETENTION (%s) must be at least ten times ACK_WAIT (%s)"
                        .formatted(streams.intentRetention(), delivery.ackWait()));
        check(
                problems,
                batching.bufferMaxBytes() >= 4L * batching.workers() * batching.maxEventBytes(),
                "BUFFER_MAX_BYTES (%s) must hold four of the largest events (EVENT_MAX_BYTES, %s) for each of WORKER_COUNT (%s)"
                        .formatted(batching.bufferMaxBytes(), batching.maxEventBytes(), batching.workers()));
        prefix(problems, "S3_PREFIX", warehouse.prefix());
        prefix(problems, "S3_DEAD_PREFIX", warehouse.deadPrefix());
        return problems;
    }

    private static void prefix(List<String> problems, String name, String prefix) {
        check(
                problems,
                !prefix.isEmpty() && !prefix.startsWith("/") && !prefix.endsWith("/"),
                name + " (" + prefix + ") must not be empty, nor begin or end with a slash");
    }

    private static void check(List<String> problems, boolean works, String problem) {
        if (!works) {
            problems.add(problem);
        }
    }

    /** The bytes that one worker may hold. */
    public long workerBufferBytes() {
        return batching.bufferMaxBytes() / batching.workers();
    }

    /** From how many buffered bytes on a worker flushes its largest partition early. */
    public long earlyFlushBytes() {
        return (long) (workerBufferBytes() * EARLY_FLUSH);
    }

    /** From how many buffered messages on a worker flushes its largest partition early, before the consumer stalls. */
    public long earlyFlushEntries() {
        return (long) (workerShare() * EARLY_FLUSH);
    }

    /** How many delayed messages one failing partition may have. */
    public int maxDelayedPerPartition() {
        return Math.max(1, (int) (workerShare() / DELAYED_FRACTION));
    }

    /** How many delayed messages all failing partitions together may have. */
    public int maxDelayed() {
        return Math.max(1, (int) (workerShare() / ALL_DELAYED_FRACTION));
    }

    /** How many messages of one worker may wait to be buried before it stops pulling. */
    public int maxWaitingBurials() {
        return Math.max(1, (int) (workerShare() / BURIALS_FRACTION));
    }

    /** From how many bytes of failing partitions on a worker sends back what comes of them. */
    public long maxFailingBytes() {
        return workerBufferBytes() / FAILING_BYTES_FRACTION;
    }

    /** One worker's share of the messages that may be out at once. */
    private long workerShare() {
        return delivery.maxAckPending() / ((long) delivery.instances() * batching.workers());
    }
}
