package dev.causality.events;

import com.google.protobuf.UnsafeByteOperations;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Judges UTF-8. Almost all text is ASCII and is judged eight bytes at a time; the rest is left to the protobuf library,
 * so that its verdict and ours are the same.
 */
final class Utf8 {

    /** Eight bytes of an array as a long, the first in its lowest bits. */
    static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static final long HIGH_BITS = 0x8080808080808080L;

    private Utf8() {}

    static boolean isValid(byte[] bytes, int offset, int length) {
        int i = offset;
        int end = offset + length;
        for (; i <= end - Long.BYTES; i += Long.BYTES) {
            if (((long) LONGS.get(bytes, i) & HIGH_BITS) != 0) {
                return isValidBeyondAscii(bytes, i, end);
            }
        }
        for (; i < end; i++) {
            if (bytes[i] < 0) {
                return isValidBeyondAscii(bytes, i, end);
            }
        }
        return true;
    }

    private static boolean isValidBeyondAscii(byte[] bytes, int from, int end) {
        return UnsafeByteOperations.unsafeWrap(bytes, from, end - from).isValidUtf8();
    }
}
