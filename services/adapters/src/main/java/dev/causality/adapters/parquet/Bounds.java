package dev.causality.adapters.parquet;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The lowest and highest value of a column, plainly encoded: what lets a reader skip a file. */
record Bounds(byte[] lowest, byte[] highest) {

    static Bounds of(long lowest, long highest) {
        return new Bounds(plain(lowest), plain(highest));
    }

    private static byte[] plain(long value) {
        return ByteBuffer.allocate(Long.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(value)
                .array();
    }
}
