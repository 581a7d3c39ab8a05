package dev.causality.faults.proxy.engine;

import java.util.concurrent.atomic.LongAdder;

/**
 * Bytes of all connections of a listener in one direction, ever. Thread-safe.
 *
 * @param received from senders
 * @param sent to receivers
 */
record Traffic(LongAdder received, LongAdder sent) {
    Traffic() {
        this(new LongAdder(), new LongAdder());
    }
}
