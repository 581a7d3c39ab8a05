package dev.causality.events;

import java.nio.charset.StandardCharsets;

/** A reusable reference to a part of an array: the UTF-8 bytes of a field, where they are. */
final class Slice {

    private static final byte[] NOTHING = new byte[0];

    private byte[] bytes = NOTHING;
    private int offset;
    private int length;

    void set(byte[] bytes, int offset, int length) {
        this.bytes = bytes;
        this.offset = offset;
        this.length = length;
    }

    void clear() {
        set(NOTHING, 0, 0);
    }

    byte[] bytes() {
        return bytes;
    }

    int offset() {
        return offset;
    }

    int length() {
        return length;
    }

    boolean isEmpty() {
        return length == 0;
    }

    /** The text, of any valid UTF-8. */
    @Override
    public String toString() {
        return new String(bytes, offset, length, StandardCharsets.UTF_8);
    }
}
