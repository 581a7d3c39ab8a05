package dev.causality.adapters.nats;

import dev.causality.ports.Header;
import io.nats.client.impl.Headers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Headers of an outgoing message, encoded once, in the order given. The client's own headers are hash maps, which lose
 * the order and cost more than the rest of a publication; to the client these are read-only headers.
 */
final class WireHeaders extends Headers {

    private static final byte[] VERSION = "NATS/1.0\r\n".getBytes(StandardCharsets.ISO_8859_1);
    private static final int SEPARATORS = 3; // ':' CR LF
    private static final int END = 2; // CR LF
    private static final char MAX_ASCII = 126;

    private final byte[] encoded;

    private WireHeaders(byte[] encoded) {
        super(null, true);
        this.encoded = encoded;
    }

    /** Why a header cannot be sent; null when it can. */
    static @Nullable String problem(String name, String value) {
        if (name.isEmpty()) {
            return "a header without a name";
        }
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c <= ' ' || c > MAX_ASCII || c == ':') {
                return "the header name '" + name + "' has a character that is not allowed";
            }
        }
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c > MAX_ASCII + 1 || c == '\r' || c == '\n') {
                return "the value of header '" + name + "' has a character that is not allowed";
            }
        }
        return null;
    }

    /** How many bytes these headers take on the wire; none take none. */
    static int length(String messageId, List<Header> headers) {
        if (messageId.isEmpty() && headers.isEmpty()) {
            return 0;
        }
        int length = VERSION.length + END;
        if (!messageId.isEmpty()) {
            length += HeaderNames.MESSAGE_ID.length() + messageId.length() + SEPARATORS;
        }
        for (Header header : headers) {
            length += header.name().length() + header.value().length() + SEPARATORS;
        }
        return length;
    }

    /** Encodes headers without a {@link #problem}; null for none. */
    static @Nullable WireHeaders of(String messageId, List<Header> headers) {
        int length = length(messageId, headers);
        if (length == 0) {
            return null;
        }
        byte[] bytes = new byte[length];
        System.arraycopy(VERSION, 0, bytes, 0, VERSION.length);
        int position = VERSION.length;
        if (!messageId.isEmpty()) {
            position = append(bytes, position, HeaderNames.MESSAGE_ID, messageId);
        }
        for (Header header : headers) {
            position = append(bytes, position, header.name(), header.value());
        }
        bytes[position] = '\r';
        bytes[position + 1] = '\n';
        return new WireHeaders(bytes);
    }

    private static int append(byte[] bytes, int position, String name, String value) {
        int next = copy(name, bytes, position);
        bytes[next++] = ':';
        next = copy(value, bytes, next);
        bytes[next++] = '\r';
        bytes[next++] = '\n';
        return next;
    }

    @SuppressWarnings(
            "deprecation") // Copies the low byte of each character: all are ASCII here, and it allocates nothing.
    private static int copy(String text, byte[] bytes, int position) {
        text.getBytes(0, text.length(), bytes, position);
        return position + text.length();
    }

    @Override
    public boolean isEmpty() {
        return false;
    }

    @Override
    public int serializedLength() {
        return encoded.length;
    }

    @Override
    public byte[] getSerialized() {
        return encoded.clone();
    }

    @Override
    public int serializeToArray(int position, byte[] target) {
        System.arraycopy(encoded, 0, target, position, encoded.length);
        return encoded.length;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }
}
