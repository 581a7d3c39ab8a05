package dev.causality.events;

import com.google.protobuf.UnsafeByteOperations;

/**
 * Judges UTF-8. Almost all text is ASCII and is judged eight bytes at a time; the rest is left to the protobuf library,
 * so that its verdict and ours are the same.
 */
final class Utf8 {

    private Utf8() {}

    static boolean isValid(byte[] bytes, int offset, int length) {
        int i = offset;
        int rest = length;
        for (; rest >= Words.BYTES; i += Words.BYTES, rest -= Words.BYTES) {
            if (!Words.isAscii(Words.at(bytes, i))) {
                return isValidBeyondAscii(bytes, i, rest);
            }
        }
        return Words.isAscii(Words.partAt(bytes, i, rest)) || isValidBeyondAscii(bytes, i, rest);
    }

    private static boolean isValidBeyondAscii(byte[] bytes, int from, int length) {
        return UnsafeByteOperations.unsafeWrap(bytes, from, length).isValidUtf8();
    }
}
