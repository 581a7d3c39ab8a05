package dev.causality.ports;

import dev.causality.kernel.Deadline;

/**
 * A connection to the message server. It reconnects by itself, for ever; while it is not connected, effects answer
 * refused (nothing was sent) or unknown (something may have been). Safe for use by several tasks.
 */
public interface EventStreams {

    /**
     * Creates the stream, or checks that the one that exists has the shape of {@code spec}.
     *
     * @throws PortException when the server cannot be asked by the deadline, or the stream contradicts the spec
     */
    EventStream open(StreamSpec spec, Deadline deadline);

    /**
     * Creates the durable pull consumer, or checks that the one that exists has the settings of {@code spec}.
     *
     * @throws PortException when the server cannot be asked by the deadline, or the consumer contradicts the spec
     */
    EventConsumer consumer(EventStream stream, ConsumerSpec spec, Deadline deadline);

    /**
     * Opens a bucket of documents, creating it if need be.
     *
     * @throws PortException when the server cannot be asked by the deadline
     */
    DocumentBucket bucket(String name, int replicas, Deadline deadline);

    /** Whether the server can be reached at the moment. */
    boolean connected();

    /** The largest message, headers included, that the server takes, in bytes. */
    long maxPayloadBytes();
}
