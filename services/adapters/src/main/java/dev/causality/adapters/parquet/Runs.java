package dev.causality.adapters.parquet;

/**
 * Parquet's hybrid of run lengths and bit packing ("RLE" in its format document), for whole arrays. A run of equal values
 * becomes a count and the value; what lies between long runs is packed in groups of eight values.
 */
final class Runs {

    private static final int GROUP = 8;

    private Runs() {}

    /** Appends {@code count} times the same value. */
    static void repeat(int value, int count, int bitWidth, Bytes target) {
        target.putVarint(count << 1);
        for (int shift = 0; shift < bitWidth; shift += Byte.SIZE) {
            target.put(value >>> shift);
        }
    }

    /** Appends the first {@code count} values, each less than 2 to the power of {@code bitWidth}. */
    static void write(int[] values, int count, int bitWidth, Bytes target) {
        int packedFrom = 0;
        int at = 0;
        while (at < count) {
            int runEnd = runEnd(values, at, count);
            if (runEnd - at >= GROUP) {
                pack(values, packedFrom, at, bitWidth, target);
                repeat(values[at], runEnd - at, bitWidth, target);
                at = runEnd;
                packedFrom = runEnd;
            } else {
                at = Math.min(at + GROUP, count);
            }
        }
        pack(values, packedFrom, count, bitWidth, target);
    }

    private static int runEnd(int[] values, int from, int count) {
        int value = values[from];
        int at = from + 1;
        while (at < count && values[at] == value) {
            at++;
        }
        return at;
    }

    /** Packs values from the lowest bit on. Only the last group of all may be short; zeros fill it. */
    private static void pack(int[] values, int from, int to, int bitWidth, Bytes target) {
        if (from == to) {
            return;
        }
        int groups = (to - from + GROUP - 1) / GROUP;
        target.putVarint(groups << 1 | 1);
        byte[] array = target.ensure(groups * bitWidth);
        int at = target.size();
        long buffer = 0;
        int bits = 0;
        for (int i = from; i < to; i++) {
            buffer |= (long) values[i] << bits;
            bits += bitWidth;
            while (bits >= Byte.SIZE) {
                array[at++] = (byte) buffer;
                buffer >>>= Byte.SIZE;
                bits -= Byte.SIZE;
            }
        }
        int end = target.size() + groups * bitWidth;
        while (at < end) {
            array[at++] = (byte) buffer;
            buffer >>>= Byte.SIZE;
        }
        target.advance(groups * bitWidth);
    }
}
