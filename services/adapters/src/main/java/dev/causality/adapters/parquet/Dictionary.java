package dev.causality.adapters.parquet;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The distinct values of a column, numbered in the order of their first appearance, kept as the bytes of the dictionary page
 * that they will become. A hash table with open addressing whose entries are the numbers: looking up a value touches three
 * arrays and makes no object. Not thread-safe.
 */
final class Dictionary {

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long MULTIPLIER = 0x9E3779B97F4A7C15L;
    private static final int INITIAL_SLOTS = 64;
    /** A table that has grown beyond this is let go when the dictionary is cleared. */
    private static final int RETAINED_SLOTS = 64 * 1024;

    /** Bytes of the length before each value; 0 where all values have one width. */
    private final int prefix;

    private final Bytes page = new Bytes();
    private int[] starts = new int[INITIAL_SLOTS / 2];
    private int[] lengths = new int[INITIAL_SLOTS / 2];
    private int[] hashes = new int[INITIAL_SLOTS / 2];
    /** The number of an entry plus 1, 0 in a free slot; a power of two of slots, at most half of them taken. */
    private int[] slots = new int[INITIAL_SLOTS];

    private int size;

    private Dictionary(int prefix) {
        this.prefix = prefix;
    }

    static Dictionary ofText() {
        return new Dictionary(Integer.BYTES);
    }

    static Dictionary ofInts() {
        return new Dictionary(0);
    }

    int size() {
        return size;
    }

    /** The values, plainly encoded, in the order of their numbers. */
    Bytes page() {
        return page;
    }

    /** The number of the value, which is entered if it is new. */
    int number(byte[] bytes, int offset, int length) {
        int hash = hash(bytes, offset, length);
        int mask = slots.length - 1;
        for (int slot = hash & mask; ; slot = slot + 1 & mask) {
            int number = slots[slot] - 1;
            if (number < 0) {
                slots[slot] = size + 1;
                return enter(bytes, offset, length, hash);
            }
            if (hashes[number] == hash && is(number, bytes, offset, length)) {
                return number;
            }
        }
    }

    /** Whether the entry of that number is this value. */
    boolean is(int number, byte[] bytes, int offset, int length) {
        return lengths[number] == length && Bytes.equal(page.array(), starts[number], bytes, offset, length);
    }

    /** Appends the entry's plain encoding. */
    void copy(int number, Bytes target) {
        target.put(page.array(), starts[number] - prefix, prefix + lengths[number]);
    }

    /** The lowest and highest value: text by its bytes, numbers by their sign; null when there is none. */
    @Nullable
    Bounds bounds() {
        if (size == 0) {
            return null;
        }
        int lowest = 0;
        int highest = 0;
        for (int number = 1; number < size; number++) {
            lowest = compare(number, lowest) < 0 ? number : lowest;
            highest = compare(number, highest) > 0 ? number : highest;
        }
        return new Bounds(value(lowest), value(highest));
    }

    long retainedBytes() {
        return page.capacity() + (slots.length + starts.length + lengths.length + hashes.length) * (long) Integer.BYTES;
    }

    void clear() {
        if (size == 0) {
            return;
        }
        size = 0;
        page.clear();
        if (slots.length > RETAINED_SLOTS) {
            slots = new int[INITIAL_SLOTS];
            resizeEntries(INITIAL_SLOTS / 2);
        } else {
            Arrays.fill(slots, 0);
        }
    }

    private int enter(byte[] bytes, int offset, int length, int hash) {
        int number = size++;
        if (prefix > 0) {
            page.putInt(length);
        }
        starts[number] = page.size();
        lengths[number] = length;
        hashes[number] = hash;
        page.put(bytes, offset, length);
        if (size == starts.length) {
            grow();
        }
        return number;
    }

    private void grow() {
        slots = new int[slots.length * 2];
        resizeEntries(slots.length / 2);
        int mask = slots.length - 1;
        for (int number = 0; number < size; number++) {
            int slot = hashes[number] & mask;
            while (slots[slot] != 0) {
                slot = slot + 1 & mask;
            }
            slots[slot] = number + 1;
        }
    }

    private void resizeEntries(int capacity) {
        starts = Arrays.copyOf(starts, capacity);
        lengths = Arrays.copyOf(lengths, capacity);
        hashes = Arrays.copyOf(hashes, capacity);
    }

    private static int hash(byte[] bytes, int offset, int length) {
        long hash = length;
        int at = offset;
        int end = offset + length;
        for (; at <= end - Long.BYTES; at += Long.BYTES) {
            hash = mixed(hash, (long) LONG.get(bytes, at));
        }
        if (at <= end - Integer.BYTES) {
            hash = mixed(hash, (int) INT.get(bytes, at));
            at += Integer.BYTES;
        }
        for (; at < end; at++) {
            hash = mixed(hash, bytes[at]);
        }
        return (int) (hash ^ hash >>> 32);
    }

    private static long mixed(long hash, long value) {
        return Long.rotateLeft((hash ^ value) * MULTIPLIER, 29);
    }

    private byte[] value(int number) {
        return Arrays.copyOfRange(page.array(), starts[number], starts[number] + lengths[number]);
    }

    private int compare(int one, int other) {
        byte[] array = page.array();
        int at = starts[one];
        int otherAt = starts[other];
        return prefix == 0
                ? Integer.compare((int) INT.get(array, at), (int) INT.get(array, otherAt))
                : Arrays.compareUnsigned(array, at, at + lengths[one], array, otherAt, otherAt + lengths[other]);
    }
}
