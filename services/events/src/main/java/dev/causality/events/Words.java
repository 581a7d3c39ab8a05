package dev.causality.events;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Eight bytes at a time: an array's bytes as a long, the first in its lowest bits, and tests on all eight at once, without
 * branches. Text of random content makes a branch per byte cost more than everything else that a scan does (measured).
 */
final class Words {

    static final int BYTES = Long.BYTES;
    static final long ONES = 0x0101010101010101L;
    static final long HIGH_BITS = 0x8080808080808080L;

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private static final long LETTER_CASE = ONES * 0x20;

    private Words() {}

    /** Eight bytes; they have to be there. */
    static long at(byte[] bytes, int offset) {
        return (long) LONGS.get(bytes, offset);
    }

    /** Four bytes; they have to be there. */
    static int halfAt(byte[] bytes, int offset) {
        return (int) INTS.get(bytes, offset);
    }

    /** The first {@code count} bytes of eight, from 0 to 7; the others are zero. Whether they are there does not matter. */
    static long partAt(byte[] bytes, int offset, int count) {
        if (offset <= bytes.length - BYTES) {
            return at(bytes, offset) & ~(-1L << (count * Byte.SIZE));
        }
        long word = 0;
        for (int i = 0; i < count; i++) {
            word |= (bytes[offset + i] & 0xFFL) << (i * Byte.SIZE);
        }
        return word;
    }

    static boolean isAscii(long word) {
        return (word & HIGH_BITS) == 0;
    }

    /** Whether every byte is a hexadecimal digit, in either case. */
    static boolean isHexadecimal(long word) {
        long digits = between(word, '0', '9');
        long letters = between(word | LETTER_CASE, 'a', 'f');
        return ((digits | letters) & ~word & HIGH_BITS) == HIGH_BITS;
    }

    /** The high bit of each byte that lies between two ASCII characters; of use only when all bytes are ASCII. */
    private static long between(long word, char low, char high) {
        return (word + ONES * (0x80 - low)) & ~(word + ONES * (0x7F - high));
    }

    /** Whether a byte is zero. */
    static boolean hasZero(long word) {
        return ((word - ONES) & ~word & HIGH_BITS) != 0;
    }
}
