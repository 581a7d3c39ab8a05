package dev.causality.events;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The rules of one string field, compiled from its annotations and judged on UTF-8 bytes. Immutable.
 *
 * @param minLength in code points, as protovalidate counts
 * @param maxLength in code points
 * @param pattern what the whole string has to match, if anything
 * @param uuid whether it has to be a UUID in the form 8-4-4-4-12, in either case
 * @param ignoreEmpty whether the rules are not applied to an empty string
 */
record StringRule(long minLength, long maxLength, Optional<AsciiPattern> pattern, boolean uuid, boolean ignoreEmpty) {

    private static final int UUID_LENGTH = 36;
    /** Of a UUID's bytes from the eighth on, those that are dashes: 8 and 13. */
    private static final long DASHES_AT_8 = 0x0000_FF00_0000_00FFL;
    /** Of a UUID's bytes from the sixteenth on: 18 and 23. */
    private static final long DASHES_AT_16 = 0xFF00_0000_00FF_0000L;

    /** Whether a slice of valid UTF-8 keeps the rules. */
    boolean test(byte[] bytes, int offset, int length) {
        if (length == 0 && ignoreEmpty) {
            return true;
        }
        return lengthWithin(bytes, offset, length)
                && (!uuid || isUuid(bytes, offset, length))
                && (pattern.isEmpty() || pattern.get().matches(bytes, offset, length));
    }

    /** Whether the absent field, which reads as an empty string, keeps the rules. */
    boolean testAbsent() {
        return test(new byte[0], 0, 0);
    }

    /** Why a string breaks the rules; empty when it keeps them. */
    Optional<String> explain(String value) {
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        if (test(bytes, 0, bytes.length)) {
            return Optional.empty();
        }
        if (bytes.length == 0) {
            return Optional.of(uuid ? "is required and must be a UUID" : "is required");
        }
        if (!lengthWithin(bytes, 0, bytes.length)) {
            return Optional.of(
                    minLength > 1 ? "must have " + lengths() : "must have at most " + maxLength + " characters");
        }
        return Optional.of(uuid ? "must be a UUID" : "must match " + pattern.get());
    }

    private String lengths() {
        return minLength + " to " + maxLength + " characters";
    }

    private boolean lengthWithin(byte[] bytes, int offset, int length) {
        boolean tooShort = length < minLength || (minLength > 1 && codePoints(bytes, offset, length) < minLength);
        boolean tooLong = length > maxLength && codePoints(bytes, offset, length) > maxLength;
        return !tooShort && !tooLong;
    }

    private static long codePoints(byte[] bytes, int offset, int length) {
        long count = 0;
        for (int i = offset; i < offset + length; i++) {
            boolean continuation = (bytes[i] & 0xC0) == 0x80;
            count += continuation ? 0 : 1;
        }
        return count;
    }

    private static boolean isUuid(byte[] bytes, int offset, int length) {
        return length == UUID_LENGTH
                && Words.isHexadecimal(Words.at(bytes, offset))
                && isDashed(Words.at(bytes, offset + 8), DASHES_AT_8)
                && isDashed(Words.at(bytes, offset + 16), DASHES_AT_16)
                && Words.isHexadecimal(Words.at(bytes, offset + 24))
                && Words.isHexadecimal(Words.at(bytes, offset + 28));
    }

    /** Whether eight bytes have dashes where they should, and hexadecimal digits everywhere else. */
    private static boolean isDashed(long word, long places) {
        long dashes = Words.ONES * '-' & places;
        long zeros = Words.ONES * '0' & places;
        return (word & places) == dashes && Words.isHexadecimal((word & ~places) | zeros);
    }
}
