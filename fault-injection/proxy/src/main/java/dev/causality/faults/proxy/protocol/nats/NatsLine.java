package dev.causality.faults.proxy.protocol.nats;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One control line of the NATS protocol, collected from pieces and taken apart. The next line overwrites it. Not
 * thread-safe.
 */
final class NatsLine {
    /**
     * The longest line. Servers take 4 KiB from clients by default; the INFO of a large cluster names all its addresses,
     * and a CONNECT may carry a long token.
     */
    static final int MAX_BYTES = 64 * 1024;

    private static final int FIRST_BYTES = 256;
    private static final int MAX_TOKENS = 6;
    private static final int CASE = 0x20;

    private byte[] bytes = new byte[FIRST_BYTES];
    private int length;
    private final int[] from = new int[MAX_TOKENS];
    private final int[] to = new int[MAX_TOKENS];
    private int tokens;

    void clear() {
        length = 0;
    }

    /** Makes room for more bytes; false when the line would be longer than allowed. */
    boolean reserve(int more) {
        if (length + more > MAX_BYTES) {
            return false;
        }
        if (length + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.min(MAX_BYTES, Math.max(length + more, 2 * bytes.length)));
        }
        return true;
    }

    byte[] bytes() {
        return bytes;
    }

    int length() {
        return length;
    }

    void grow(int more) {
        length += more;
    }

    /** Drops the line's end and finds its tokens. */
    void split() {
        if (length > 0 && bytes[length - 1] == '\n') {
            length--;
        }
        if (length > 0 && bytes[length - 1] == '\r') {
            length--;
        }
        tokens = 0;
        int at = 0;
        while (tokens < MAX_TOKENS) {
            while (at < length && isBlank(bytes[at])) {
                at++;
            }
            if (at == length) {
                return;
            }
            from[tokens] = at;
            while (at < length && !isBlank(bytes[at])) {
                at++;
            }
            to[tokens++] = at;
        }
    }

    int tokens() {
        return tokens;
    }

    int from(int token) {
        return from[token];
    }

    int to(int token) {
        return to[token];
    }

    String text(int token) {
        return new String(bytes, from[token], to[token] - from[token], StandardCharsets.UTF_8);
    }

    /** All that follows the first token. */
    String rest() {
        return tokens < 2 ? "" : new String(bytes, from[1], length - from[1], StandardCharsets.UTF_8);
    }

    /** The number that a token is; -1 when it is none, or too large to be a size. */
    int number(int token) {
        int count = to[token] - from[token];
        if (count > 9) {
            return -1;
        }
        int number = 0;
        for (int i = from[token]; i < to[token]; i++) {
            int digit = bytes[i] - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            number = number * 10 + digit;
        }
        return number;
    }

    /** The verb that the line begins with, in upper or lower case. */
    @Nullable
    NatsVerb verb() {
        if (tokens == 0) {
            return null;
        }
        return switch (bytes[from[0]]) {
            case 'P', 'p' -> is("PUB") ? NatsVerb.PUB : is("PING") ? NatsVerb.PING : is("PONG") ? NatsVerb.PONG : null;
            case 'M', 'm' -> is("MSG") ? NatsVerb.MSG : null;
            case 'H', 'h' -> is("HMSG") ? NatsVerb.HMSG : is("HPUB") ? NatsVerb.HPUB : null;
            case 'S', 's' -> is("SUB") ? NatsVerb.SUB : null;
            case 'U', 'u' -> is("UNSUB") ? NatsVerb.UNSUB : null;
            case 'I', 'i' -> is("INFO") ? NatsVerb.INFO : null;
            case 'C', 'c' -> is("CONNECT") ? NatsVerb.CONNECT : null;
            case '+' -> is("+OK") ? NatsVerb.OK : null;
            case '-' -> is("-ERR") ? NatsVerb.ERR : null;
            default -> null;
        };
    }

    private boolean is(String verb) {
        if (to[0] - from[0] != verb.length()) {
            return false;
        }
        for (int i = 0; i < verb.length(); i++) {
            int expected = verb.charAt(i);
            int found = bytes[from[0] + i];
            if (found != expected && (expected < 'A' || found != (expected | CASE))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isBlank(byte character) {
        return character == ' ' || character == '\t';
    }
}
