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
    private static final long UUID_DASHES = 1L << 8 | 1L << 13 | 1L << 18 | 1L << 23;

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
        if (length != UUID_LENGTH) {
            return false;
        }
        for (int i = 0; i < UUID_LENGTH; i++) {
            byte b = bytes[offset + i];
            boolean dash = (UUID_DASHES >>> i & 1) != 0;
            if (dash ? b != '-' : !isHexadecimal(b)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isHexadecimal(byte b) {
        int lower = b | 0x20;
        return (b >= '0' && b <= '9') || (lower >= 'a' && lower <= 'f');
    }
}
