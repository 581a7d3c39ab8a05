package dev.causality.conformance.simulation;

import dev.causality.ports.WarehouseEncoder;

/** An encoder, and how its files are read again. */
interface Encoding {

    WarehouseEncoder encoder();

    /** @throws IllegalArgumentException when it is not a whole file of this encoder */
    ReadableEncoder.Content read(byte[] file);

    /** The readable one. */
    static Encoding readable() {
        return new Encoding() {
            private final ReadableEncoder encoder = new ReadableEncoder();

            @Override
            public WarehouseEncoder encoder() {
                return encoder;
            }

            @Override
            public ReadableEncoder.Content read(byte[] file) {
                return ReadableEncoder.read(file);
            }
        };
    }
}
