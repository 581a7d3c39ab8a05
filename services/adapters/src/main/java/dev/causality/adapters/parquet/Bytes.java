package dev.causality.adapters.parquet;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/** A reusable, growing run of bytes; numbers are little-endian, as Parquet has them. Not thread-safe. */
final class Bytes {

    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static final int INITIAL_CAPACITY = 256;

    /** An array that has grown beyond this is let go when the bytes are cleared. Room for one full page. */
    private static final int RETAINED_CAPACITY = 1 << 20;

    /** The longest array that every JVM can make. */
    private static final int MAX_ARRAY = Integer.MAX_VALUE - Long.BYTES;

    private byte[] array = new byte[INITIAL_CAPACITY];
    private int size;

    int size() {
        return size;
    }

    /** Holds the bytes from index 0 on; valid until the next change. */
    byte[] array() {
        return array;
    }

    /** How much is held, used or not. */
    int capacity() {
        return array.length;
    }

    void clear() {
        size = 0;
        if (array.length > RETAINED_CAPACITY) {
            array = new byte[INITIAL_CAPACITY];
        }
    }

    /** Makes room. The array may be written from {@link #size} on, and {@link #advance} says how far. */
    byte[] ensure(int more) {
        if (array.length - size < more) {
            array = Arrays.copyOf(array, capacityFor(Math.addExact(size, more)));
        }
        return array;
    }

    void advance(int written) {
        size += written;
    }

    void put(int value) {
        ensure(1);
        array[size++] = (byte) value;
    }

    void put(byte[] source, int offset, int length) {
        ensure(length);
        System.arraycopy(source, offset, array, size, length);
        size += length;
    }

    /** A length, and as many bytes. */
    void putText(byte[] source, int offset, int length) {
        ensure(Integer.BYTES + length);
        INT.set(array, size, length);
        System.arraycopy(source, offset, array, size + Integer.BYTES, length);
        size += Integer.BYTES + length;
    }

    void putInt(int value) {
        ensure(Integer.BYTES);
        INT.set(array, size, value);
        size += Integer.BYTES;
    }

    void putLong(long value) {
        ensure(Long.BYTES);
        LONG.set(array, size, value);
        size += Long.BYTES;
    }

    void setInt(int at, int value) {
        setInt(array, at, value);
    }

    static void setInt(byte[] array, int at, int value) {
        INT.set(array, at, value);
    }

    /** An unsigned number, seven bits in a byte, the lowest first. */
    void putVarint(int value) {
        int rest = value;
        while ((rest & ~0x7F) != 0) {
            put((rest & 0x7F) | 0x80);
            rest >>>= 7;
        }
        put(rest);
    }

    /** Whether two runs of bytes of one length are equal. Made for short ones, where a library call costs more. */
    static boolean equal(byte[] one, int at, byte[] other, int otherAt, int length) {
        if (length > 2 * Long.BYTES) {
            return Arrays.equals(one, at, at + length, other, otherAt, otherAt + length);
        }
        if (length >= Long.BYTES) {
            int last = length - Long.BYTES;
            return (long) LONG.get(one, at) == (long) LONG.get(other, otherAt)
                    && (long) LONG.get(one, at + last) == (long) LONG.get(other, otherAt + last);
        }
        if (length >= Integer.BYTES) {
            int last = length - Integer.BYTES;
            return (int) INT.get(one, at) == (int) INT.get(other, otherAt)
                    && (int) INT.get(one, at + last) == (int) INT.get(other, otherAt + last);
        }
        for (int i = 0; i < length; i++) {
            if (one[at + i] != other[otherAt + i]) {
                return false;
            }
        }
        return true;
    }

    /** A power of two while it is retained, so that the next use finds the same room. */
    private int capacityFor(int needed) {
        if (needed <= RETAINED_CAPACITY) {
            return Integer.highestOneBit(Math.max(1, needed - 1)) * 2;
        }
        return array.length > Integer.MAX_VALUE / 2 ? MAX_ARRAY : Math.max(needed, array.length * 2);
    }
}
