package dev.causality.events;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;

/**
 * A reusable buffer of UTF-8 bytes that knows how JSON is written: compact, with the escapes that RFC 8259 demands and no
 * others. Not safe for use by several tasks.
 */
final class JsonBuffer {

    private static final int INITIAL_CAPACITY = 1024;
    /** A buffer that one huge payload has grown beyond this is let go before the next one. */
    private static final int RETAINED_CAPACITY = 256 * 1024;

    private static final int LONGEST_ESCAPE = 6;
    private static final int LONGEST_NUMBER = 20;

    private static final long BLANKS = Words.ONES * ' ';
    private static final long QUOTES = Words.ONES * '"';
    private static final long BACKSLASHES = Words.ONES * '\\';
    private static final byte[] HEXADECIMAL = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] TRUE = ascii("true");
    private static final byte[] FALSE = ascii("false");
    private static final byte[] EMPTY_STRING = ascii("\"\"");
    private static final byte[] LOWEST_LONG = ascii(Long.toString(Long.MIN_VALUE));

    private byte[] bytes = new byte[INITIAL_CAPACITY];
    private int length;

    /** Empties the buffer. */
    void clear() {
        length = 0;
        if (bytes.length > RETAINED_CAPACITY) {
            bytes = new byte[INITIAL_CAPACITY];
        }
    }

    /** The array that holds the text from its first byte on; valid until the next change. */
    byte[] bytes() {
        return bytes;
    }

    int length() {
        return length;
    }

    byte[] toByteArray() {
        return Arrays.copyOf(bytes, length);
    }

    /** Writes one structural character. */
    void put(char ascii) {
        ensure(1);
        bytes[length++] = (byte) ascii;
    }

    /** Writes a comma unless an object or array has just been opened. A value never ends in an opening bracket. */
    void separate() {
        byte previous = bytes[length - 1];
        if (previous != '{' && previous != '[') {
            put(',');
        }
    }

    /** Writes the next member's name, which comes with quotes and colon. */
    void name(byte[] quotedNameAndColon) {
        separate();
        raw(quotedNameAndColon);
    }

    void bool(boolean value) {
        raw(value ? TRUE : FALSE);
    }

    void number(long value) {
        ensure(LONGEST_NUMBER);
        if (value == Long.MIN_VALUE) {
            raw(LOWEST_LONG);
            return;
        }
        long rest = Math.abs(value);
        if (value < 0) {
            bytes[length++] = '-';
        }
        int digits = 1;
        for (long power = 10; digits < LONGEST_NUMBER - 1 && rest >= power; power *= 10) {
            digits++;
        }
        length += digits;
        for (int i = length - 1; digits > 0; i--, digits--) {
            bytes[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
    }

    /** Writes a 64-bit integer as protobuf's JSON mapping does: as a string. */
    void quotedNumber(long value) {
        put('"');
        number(value);
        put('"');
    }

    void floating(float value) {
        floating(Float.isFinite(value), Float.toString(value));
    }

    void floating(double value) {
        floating(Double.isFinite(value), Double.toString(value));
    }

    /** Java's names of what is not finite are those of protobuf's JSON mapping: NaN, Infinity and -Infinity. */
    private void floating(boolean finite, String text) {
        if (finite) {
            raw(ascii(text));
        } else {
            quoted(ascii(text));
        }
    }

    /** Writes a string that needs no escapes. */
    void quoted(byte[] ascii) {
        put('"');
        raw(ascii);
        put('"');
    }

    void base64(byte[] source) {
        quoted(Base64.getEncoder().encode(source));
    }

    /** Writes a string. Returns false, and leaves the buffer useless, when the bytes are not valid UTF-8. */
    boolean string(byte[] source, int offset, int count) {
        if (count == 0) {
            raw(EMPTY_STRING);
            return true;
        }
        ensure(count + 2);
        bytes[length++] = '"';
        int plain = plainPrefix(source, offset, count);
        System.arraycopy(source, offset, bytes, length, plain);
        length += plain;
        if (plain < count && !escaped(source, offset + plain, offset + count)) {
            return false;
        }
        put('"');
        return true;
    }

    void raw(byte[] source) {
        ensure(source.length);
        System.arraycopy(source, 0, bytes, length, source.length);
        length += source.length;
    }

    /** How many bytes from the start are ASCII and need no escape. */
    private static int plainPrefix(byte[] source, int offset, int count) {
        int i = offset;
        int rest = count;
        while (rest >= Words.BYTES && isPlain(Words.at(source, i))) {
            i += Words.BYTES;
            rest -= Words.BYTES;
        }
        if (rest < Words.BYTES && isPlain(Words.partAt(source, i, rest) | BLANKS << (rest * Byte.SIZE))) {
            return count;
        }
        while (isPlain(source[i])) {
            i++;
        }
        return i - offset;
    }

    /** Whether all of eight bytes are ASCII from the space on, and none is a quotation mark or a backslash. */
    private static boolean isPlain(long word) {
        boolean control = ((word - BLANKS) & ~word & Words.HIGH_BITS) != 0;
        return Words.isAscii(word) && !control && !Words.hasZero(word ^ QUOTES) && !Words.hasZero(word ^ BACKSLASHES);
    }

    private static boolean isPlain(byte b) {
        return b >= ' ' && b != '"' && b != '\\';
    }

    private boolean escaped(byte[] source, int from, int end) {
        if (!Utf8.isValid(source, from, end - from)) {
            return false;
        }
        ensure(Math.multiplyExact(LONGEST_ESCAPE, end - from));
        for (int i = from; i < end; i++) {
            byte b = source[i];
            if (isPlain(b) || b < 0) {
                bytes[length++] = b;
            } else {
                escape(b);
            }
        }
        return true;
    }

    private void escape(byte b) {
        bytes[length++] = '\\';
        switch (b) {
            case '"', '\\' -> bytes[length++] = b;
            case '\n' -> bytes[length++] = 'n';
            case '\r' -> bytes[length++] = 'r';
            case '\t' -> bytes[length++] = 't';
            case '\b' -> bytes[length++] = 'b';
            case '\f' -> bytes[length++] = 'f';
            default -> {
                bytes[length++] = 'u';
                bytes[length++] = '0';
                bytes[length++] = '0';
                bytes[length++] = HEXADECIMAL[b >> 4];
                bytes[length++] = HEXADECIMAL[b & 0xF];
            }
        }
    }

    private void ensure(int more) {
        int needed = Math.addExact(length, more);
        if (needed > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(needed, (int) Math.min(bytes.length * 2L, Integer.MAX_VALUE - 8)));
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
