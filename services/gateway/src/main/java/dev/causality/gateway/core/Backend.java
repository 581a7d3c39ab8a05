package dev.causality.gateway.core;

import dev.causality.ports.DocumentBucket;
import dev.causality.ports.EventStream;
import dev.causality.ports.EventStreams;

/** What the gateway writes to, once it has been opened. */
record Backend(EventStreams streams, EventStream stream, DocumentBucket keys) {

    /** The largest message that the server takes now, headers included. */
    long maxPayloadBytes() {
        return streams.maxPayloadBytes();
    }
}
