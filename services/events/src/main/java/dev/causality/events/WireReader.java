package dev.causality.events;

/**
 * Reads the protobuf wire format from an array, without allocation. A read that cannot be made (truncated, overlong,
 * illegal) breaks the reader: its position then lies past every end, so that loops over {@code position() < end} stop,
 * and everything read afterwards is 0. It reads varints exactly as the protobuf library does. Not safe for use by several
 * tasks.
 */
final class WireReader {

    static final int VARINT = 0;
    static final int FIXED64 = 1;
    static final int LENGTH_DELIMITED = 2;
    static final int START_GROUP = 3;
    static final int END_GROUP = 4;
    static final int FIXED32 = 5;

    private static final int BROKEN = Integer.MAX_VALUE;
    private static final int WIRE_TYPE_BITS = 3;
    private static final int WIRE_TYPE_MASK = 7;
    private static final int VARINT_BITS = 64;

    private byte[] bytes = new byte[0];
    private int position;
    private int maxGroupDepth;

    /** Starts anew at {@code position}; unknown groups may be nested {@code maxGroupDepth} deep. */
    void reset(byte[] bytes, int position, int maxGroupDepth) {
        this.bytes = bytes;
        this.position = position;
        this.maxGroupDepth = maxGroupDepth;
    }

    byte[] bytes() {
        return bytes;
    }

    int position() {
        return position;
    }

    /** Breaks the reader: what it reads is not acceptable. */
    void fail() {
        position = BROKEN;
    }

    /** Whether something could not be read; a slice read since then is empty, and its offset means nothing. */
    boolean isBroken() {
        return position == BROKEN;
    }

    /** Whether the next byte is {@code tag}, a tag of one byte; it is consumed if so. */
    boolean take(int tag, int end) {
        if (position < end && bytes[position] == tag) {
            position++;
            return true;
        }
        return false;
    }

    /** A field's number and wire type; 0 when the reader broke. */
    int tag(int end) {
        int tag = (int) varint(end);
        if (tag >>> WIRE_TYPE_BITS == 0) {
            fail();
            return 0;
        }
        return tag;
    }

    long varint(int end) {
        if (position >= end) {
            fail();
            return 0;
        }
        byte first = bytes[position++];
        return first >= 0 ? first : longVarint(first & 0x7F, end);
    }

    private long longVarint(long result, int end) {
        for (int shift = 7; shift < VARINT_BITS && position < end; shift += 7) {
            byte next = bytes[position++];
            result |= (next & 0x7FL) << shift;
            if (next >= 0) {
                return result;
            }
        }
        fail();
        return 0;
    }

    /** The length of a length-delimited field, which lies before {@code end} in full. */
    int length(int end) {
        int length = (int) varint(end);
        if (length < 0 || length > end - position) {
            fail();
            return 0;
        }
        return length;
    }

    /** Moves past {@code count} bytes, which the caller knows to be there. */
    void advance(int count) {
        position = position == BROKEN ? BROKEN : position + count;
    }

    int fixed32(int end) {
        if (position > end - Integer.BYTES) {
            fail();
            return 0;
        }
        int value = Words.halfAt(bytes, position);
        position += Integer.BYTES;
        return value;
    }

    long fixed64(int end) {
        if (position > end - Long.BYTES) {
            fail();
            return 0;
        }
        long value = Words.at(bytes, position);
        position += Long.BYTES;
        return value;
    }

    /** Moves past a field's value. */
    void skip(int tag, int end) {
        skip(tag, end, 0);
    }

    private void skip(int tag, int end, int depth) {
        switch (tag & WIRE_TYPE_MASK) {
            case VARINT -> varint(end);
            case FIXED64 -> fixed64(end);
            case LENGTH_DELIMITED -> advance(length(end));
            case FIXED32 -> fixed32(end);
            case START_GROUP -> skipGroup(tag >>> WIRE_TYPE_BITS, end, depth + 1);
            default -> fail();
        }
    }

    private void skipGroup(int number, int end, int depth) {
        if (depth > maxGroupDepth) {
            fail();
            return;
        }
        while (position < end) {
            int tag = tag(end);
            if (tag == (number << WIRE_TYPE_BITS | END_GROUP)) {
                return;
            }
            skip(tag, end, depth);
        }
        fail();
    }
}
