package dev.causality.sink.core;

import dev.causality.ports.Delivery;
import dev.causality.ports.Receipt;

/**
 * One delivery that a worker holds: what is needed to store and to answer it, and no more. The rest of the message can be
 * read back from the stream, where it stays until it is answered.
 *
 * @param sequence the message's sequence in the stream
 * @param deliveryCount which delivery of the message this is, from 1
 */
record Entry(long sequence, long deliveryCount, Receipt receipt, byte[] envelope) {

    /** What an entry costs besides its envelope: objects, references and the receipt's address; bytes, measured. */
    static final int OVERHEAD_BYTES = 224;

    private static final byte[] NO_BYTES = {};

    static Entry of(Delivery delivery) {
        return new Entry(delivery.sequence(), delivery.deliveryCount(), delivery.receipt(), delivery.payload());
    }

    /** The same for what reads the message back from the stream: what only has to be answered need not be kept. */
    Entry withoutEnvelope() {
        return new Entry(sequence, deliveryCount, receipt, NO_BYTES);
    }

    long heldBytes() {
        return envelope.length + (long) OVERHEAD_BYTES;
    }
}
