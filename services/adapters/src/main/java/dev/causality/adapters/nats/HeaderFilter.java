package dev.causality.adapters.nats;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;

/**
 * What a server sends, with one change: headers that the client library could not read, and would end its reader over, are
 * replaced by a single readable one, {@value #UNREADABLE}, that carries the original's bytes in Base64. A publisher can put
 * any bytes there, and the server passes them on; unguarded, one such message stops every message behind it.
 *
 * <p>Bytes go in by {@link #fill} and come out by {@link #drain}, in order. A line with its headers is held back until
 * both are whole; payloads are passed on as they come. For one thread at a time.
 */
final class HeaderFilter {

    /** The header that stands for headers that could not be read. */
    static final String UNREADABLE = "Causality-Unreadable-Headers";

    private static final int INITIAL_SIZE = 64 * 1024;

    /** A protocol line longer than this is not NATS. The longest, INFO, lists the servers of a cluster. */
    private static final int MAX_LINE = 1024 * 1024;

    private static final int CRLF = 2;
    private static final byte[] VERSION = "NATS/1.0".getBytes(StandardCharsets.ISO_8859_1);
    private static final byte[] ACK_REPLY = " $JS.ACK.".getBytes(StandardCharsets.ISO_8859_1);

    private byte[] buffer = new byte[INITIAL_SIZE];
    /** What has been given out ends at {@code start}, what may be at {@code ready}, what is there at {@code end}. */
    private int start;

    private int ready;
    private int end;
    /** How far behind {@code ready} was looked for the end of its line in vain. */
    private int searched;

    private long passing;

    /** Where bytes come from; as {@link java.io.InputStream#read(byte[], int, int)}. */
    @FunctionalInterface
    interface Source {
        int read(byte[] target, int offset, int length) throws IOException;
    }

    /**
     * Reads once from {@code source}.
     *
     * @return what the source returned
     * @throws IOException also when what comes cannot be the protocol
     */
    int fill(Source source) throws IOException {
        makeRoom();
        int count = source.read(buffer, end, buffer.length - end);
        if (count > 0) {
            end += count;
            scan();
        }
        return count;
    }

    /** Takes out up to {@code length} bytes; 0 when none may go yet. */
    int drain(byte[] target, int offset, int length) {
        int count = Math.min(length, ready - start);
        System.arraycopy(buffer, start, target, offset, count);
        start += count;
        return count;
    }

    private void makeRoom() {
        if (start > 0) {
            System.arraycopy(buffer, start, buffer, 0, end - start);
            ready -= start;
            end -= start;
            start = 0;
        }
        if (end == buffer.length) {
            buffer = Arrays.copyOf(buffer, 2 * buffer.length);
        } else if (end == 0 && buffer.length > INITIAL_SIZE) {
            buffer = new byte[INITIAL_SIZE];
        }
    }

    private void scan() throws IOException {
        while (ready < end) {
            if (passing > 0) {
                int count = (int) Math.min(passing, end - ready);
                ready += count;
                passing -= count;
            } else if (!line()) {
                return;
            }
        }
    }

    /** Passes the line at {@code ready}, and its headers; false when they are not all there yet. */
    private boolean line() throws IOException {
        int lineEnd = ready + searched;
        while (lineEnd < end && buffer[lineEnd] != '\n') {
            lineEnd++;
        }
        searched = lineEnd - ready;
        if (lineEnd == end) {
            if (searched > MAX_LINE) {
                throw new IOException("a protocol line of more than " + MAX_LINE + " bytes");
            }
            return false;
        }
        int next = lineEnd + 1;
        if (buffer[ready] == 'M' && startsWith("MSG ")) {
            passing = numberBefore(lineEnd) + CRLF;
        } else if (buffer[ready] == 'H' && startsWith("HMSG ")) {
            return lineWithHeaders(next);
        }
        pass(next);
        return true;
    }

    private void pass(int next) {
        ready = next;
        searched = 0;
    }

    private boolean lineWithHeaders(int next) throws IOException {
        long total = numberBefore(next - 1);
        int headerLengthEnd = lastSpaceBefore(next - 1);
        long length = numberBefore(headerLengthEnd);
        if (length > total) {
            throw new IOException("headers longer than their message");
        }
        if (end - next < length) {
            return false;
        }
        int headerEnd = next + (int) length;
        boolean readable = isDelivery(next)
                ? ReadableHeaders.inDelivery(buffer, next, headerEnd)
                : ReadableHeaders.inAnswer(buffer, next, headerEnd);
        int passed = readable ? headerEnd : replace(lastSpaceBefore(headerLengthEnd), next, headerEnd, total - length);
        pass(passed);
        passing = total - length + CRLF;
        return true;
    }

    /** Writes a line and headers of our own in place of the line from {@code lengths} on and its headers. */
    private int replace(int lengths, int next, int headerEnd, long payload) {
        byte[] original = Arrays.copyOfRange(buffer, next, headerEnd);
        byte[] headers =
                bytes("NATS/1.0\r\n" + UNREADABLE + ":" + Base64.getEncoder().encodeToString(original) + "\r\n\r\n");
        byte[] line = bytes(" " + headers.length + " " + (headers.length + payload) + "\r\n");
        int behind = lengths + line.length + headers.length;
        byte[] larger = new byte[Math.max(buffer.length, behind + end - headerEnd)];
        System.arraycopy(buffer, 0, larger, 0, lengths);
        System.arraycopy(line, 0, larger, lengths, line.length);
        System.arraycopy(headers, 0, larger, lengths + line.length, headers.length);
        System.arraycopy(buffer, headerEnd, larger, behind, end - headerEnd);
        end += behind - headerEnd;
        buffer = larger;
        return behind;
    }

    /** Whether the line before {@code next} is a message of a stream, sent to one of its consumers. */
    private boolean isDelivery(int next) {
        for (int at = ready; at + ACK_REPLY.length < next; at++) {
            if (buffer[at] == ' ' && Arrays.equals(buffer, at, at + ACK_REPLY.length, ACK_REPLY, 0, ACK_REPLY.length)) {
                return true;
            }
        }
        return false;
    }

    private boolean startsWith(String operation) {
        if (end - ready < operation.length()) {
            return false;
        }
        for (int i = 0; i < operation.length(); i++) {
            if (buffer[ready + i] != operation.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private int lastSpaceBefore(int position) throws IOException {
        int at = position - 1;
        while (at > ready && buffer[at] != ' ') {
            at--;
        }
        if (at == ready) {
            throw new IOException("a message's line without its lengths");
        }
        return at;
    }

    /** The number that ends at {@code position}, or at a carriage return before it. */
    private long numberBefore(int position) throws IOException {
        int from = lastSpaceBefore(position) + 1;
        long number = 0;
        if (from == position || buffer[from] == '\r') {
            throw new IOException("a message's length is missing");
        }
        for (int at = from; at < position && buffer[at] != '\r'; at++) {
            int digit = buffer[at] - '0';
            if (digit < 0 || digit > 9 || number > Integer.MAX_VALUE) {
                throw new IOException("a message's length is not a number");
            }
            number = 10 * number + digit;
        }
        return number;
    }

    private static byte[] bytes(String ascii) {
        return ascii.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Which headers the client library reads; whatever it might stumble over is not among them. */
    private static final class ReadableHeaders {

        private ReadableHeaders() {}

        /** In a message of a stream: fields only. A status there would be taken for the server's own. */
        static boolean inDelivery(byte[] bytes, int from, int to) {
            int fields = from + VERSION.length;
            return hasVersion(bytes, from, to) && isLineEnd(bytes, fields, to) && fields(bytes, fields + CRLF, to);
        }

        /** In any other message: a status may stand in the first line. */
        static boolean inAnswer(byte[] bytes, int from, int to) {
            if (!hasVersion(bytes, from, to)) {
                return false;
            }
            int at = from + VERSION.length;
            if (at < to && bytes[at] == ' ') {
                at = statusEnd(bytes, at, to);
            }
            return isLineEnd(bytes, at, to) && fields(bytes, at + CRLF, to);
        }

        private static boolean hasVersion(byte[] bytes, int from, int to) {
            return to - from >= VERSION.length + 2 * CRLF
                    && Arrays.equals(bytes, from, from + VERSION.length, VERSION, 0, VERSION.length);
        }

        /** Where a status of three digits and a text ends; {@code to} when it is none. */
        private static int statusEnd(byte[] bytes, int space, int to) {
            int at = space + 1;
            while (at < to && bytes[at] >= '0' && bytes[at] <= '9') {
                at++;
            }
            if (at != space + 4) {
                return to;
            }
            return bytes[at] == ' ' ? textEnd(bytes, at + 1, to) : at;
        }

        private static boolean fields(byte[] bytes, int from, int to) {
            int at = from;
            while (!isLineEnd(bytes, at, to)) {
                int nameEnd = nameEnd(bytes, at, to);
                if (nameEnd == at || nameEnd == to || bytes[nameEnd] != ':') {
                    return false;
                }
                int valueEnd = textEnd(bytes, nameEnd + 1, to);
                if (!isLineEnd(bytes, valueEnd, to)) {
                    return false;
                }
                at = valueEnd + CRLF;
            }
            return at + CRLF == to;
        }

        private static int nameEnd(byte[] bytes, int from, int to) {
            int at = from;
            while (at < to && bytes[at] > ' ' && bytes[at] < 127 && bytes[at] != ':') {
                at++;
            }
            return at;
        }

        private static int textEnd(byte[] bytes, int from, int to) {
            int at = from;
            while (at < to && (bytes[at] >= ' ' || bytes[at] == '\t')) {
                at++;
            }
            return at;
        }

        private static boolean isLineEnd(byte[] bytes, int at, int to) {
            return at + 1 < to && bytes[at] == '\r' && bytes[at + 1] == '\n';
        }
    }
}
