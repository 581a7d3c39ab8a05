package dev.causality.faults.proxy.protocol.http;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Collects the head of a message from pieces, up to its empty line, and takes it apart. Not thread-safe. */
final class HeadReader {
    /** The largest head; servers take 8 to 64 KiB. */
    static final int MAX_BYTES = 64 * 1024;

    private static final int FIRST_BYTES = 1024;
    private static final int USUAL_HEADERS = 16;

    private final boolean requests;
    private byte[] bytes = new byte[FIRST_BYTES];
    private int length;
    private int lineStart;

    HeadReader(boolean requests) {
        this.requests = requests;
    }

    boolean isEmpty() {
        return length == 0;
    }

    boolean isFull() {
        return length == MAX_BYTES;
    }

    /** Reads on; true when the empty line is read. Empty lines before the first are passed over. */
    boolean read(ByteBuffer in) {
        while (in.hasRemaining() && length < MAX_BYTES) {
            byte next = in.get();
            if (length == bytes.length) {
                bytes = Arrays.copyOf(bytes, Math.min(MAX_BYTES, 2 * length));
            }
            bytes[length++] = next;
            if (next == '\n') {
                int content = length - 1 - lineStart;
                if (content > 0 && bytes[length - 2] == '\r') {
                    content--;
                }
                if (content == 0 && lineStart > 0) {
                    return true;
                }
                if (content == 0) {
                    length = 0;
                }
                lineStart = length;
            }
        }
        return false;
    }

    /** Takes the head apart, and makes room for the next; null when it is none. */
    @Nullable
    HttpHead take() {
        int firstEnd = lineEnd(0);
        String first = text(0, contentEnd(0, firstEnd));
        List<HttpHead.Header> headers = new ArrayList<>(USUAL_HEADERS);
        int at = firstEnd + 1;
        while (at < length) {
            int end = lineEnd(at);
            int contentEnd = contentEnd(at, end);
            if (contentEnd > at) {
                HttpHead.Header header = header(at, contentEnd);
                if (header == null) {
                    return null;
                }
                headers.add(header);
            }
            at = end + 1;
        }
        length = 0;
        lineStart = 0;
        return requests ? request(first, headers) : response(first, headers);
    }

    private int lineEnd(int from) {
        int at = from;
        while (at < length - 1 && bytes[at] != '\n') {
            at++;
        }
        return at;
    }

    private int contentEnd(int from, int lineEnd) {
        return lineEnd > from && bytes[lineEnd - 1] == '\r' ? lineEnd - 1 : lineEnd;
    }

    private HttpHead.@Nullable Header header(int from, int to) {
        int colon = from;
        while (colon < to && bytes[colon] != ':') {
            if (bytes[colon] >= 'A' && bytes[colon] <= 'Z') {
                bytes[colon] = (byte) (bytes[colon] + 'a' - 'A');
            }
            colon++;
        }
        if (colon == from || colon == to || bytes[from] == ' ' || bytes[from] == '\t') {
            return null;
        }
        return new HttpHead.Header(text(from, colon), text(colon + 1, to).strip());
    }

    private String text(int from, int to) {
        return new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
    }

    private static @Nullable HttpHead request(String line, List<HttpHead.Header> headers) {
        String[] parts = line.split(" ", -1);
        if (parts.length != 3 || parts[0].isEmpty() || parts[1].isEmpty()) {
            return null;
        }
        int minor = minorVersion(parts[2]);
        return minor < 0 ? null : new HttpHead(parts[0], parts[1], 0, minor, headers);
    }

    private static @Nullable HttpHead response(String line, List<HttpHead.Header> headers) {
        int minor = minorVersion(line.substring(0, Math.min(8, line.length())));
        if (minor < 0
                || line.length() < 12
                || line.charAt(8) != ' '
                || (line.length() > 12 && line.charAt(12) != ' ')) {
            return null;
        }
        int status = 0;
        for (int i = 9; i < 12; i++) {
            int digit = line.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return null;
            }
            status = status * 10 + digit;
        }
        return status < 100 ? null : new HttpHead("", "", status, minor, headers);
    }

    private static int minorVersion(String version) {
        return switch (version) {
            case "HTTP/1.1" -> 1;
            case "HTTP/1.0" -> 0;
            default -> -1;
        };
    }
}
