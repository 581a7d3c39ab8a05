package dev.causality.faults.proxy.protocol.nats;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The headers in front of a payload: a line with the version, then {@code Name: value} lines, each ended by CRLF. */
final class NatsHeaders {
    private NatsHeaders() {}

    /** The first value of a header in the block's first {@code length} bytes. Names compare as the server compares them. */
    static @Nullable String find(byte[] block, int length, String name) {
        int lineStart = nextLine(block, 0, length);
        while (lineStart < length) {
            int next = nextLine(block, lineStart, length);
            int colon = lineStart + name.length();
            if (colon < next && block[colon] == ':' && matches(block, lineStart, name)) {
                return new String(block, colon + 1, next - colon - 1, StandardCharsets.UTF_8).strip();
            }
            lineStart = next;
        }
        return null;
    }

    private static boolean matches(byte[] block, int from, String name) {
        for (int i = 0; i < name.length(); i++) {
            if (block[from + i] != name.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private static int nextLine(byte[] block, int from, int length) {
        int at = from;
        while (at < length && block[at] != '\n') {
            at++;
        }
        return Math.min(at + 1, length);
    }
}
