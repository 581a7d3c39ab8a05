package dev.causality.adapters.nats;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * What a server sends, with headers in a form that the client library can take. A publisher can put any bytes there, the
 * server passes them on, and the client's reader ends over what it cannot parse: unguarded, one such message stops every
 * message behind it.
 *
 * <p>A message that a consumer delivers keeps its headers as the first bytes of its payload, and {@link PackedHeaders} says
 * how many: the client parses nothing, which for messages whose headers nobody reads is also a third of what it costs to
 * receive them (measured, in allocated bytes). In any other message, headers that the client could not read are replaced
 * by {@value #UNREADABLE}: it is an answer that cannot be used, and whoever asked asks in another way.
 *
 * <p>Bytes go in by {@link #fill} and come out by {@link #drain}, in order. A protocol line is held back until it is whole,
 * with its headers where they may have to be replaced; payloads are passed on as they come. For one thread at a time.
 */
final class HeaderFilter {

    /** The header that stands for headers that could not be read. */
    static final String UNREADABLE = "Causality-Unreadable-Headers";

    private static final int INITIAL_SIZE = 64 * 1024;

    /** A protocol line longer than this is not NATS. The longest, INFO, lists the servers of a cluster. */
    private static final int MAX_LINE = 1024 * 1024;

    private static final int CRLF = 2;
    private static final byte[] VERSION = "NATS/1.0".getBytes(StandardCharsets.ISO_8859_1);
    private static final byte[] ACK_REPLY = "$JS.ACK.".getBytes(StandardCharsets.ISO_8859_1);

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
        if (isDelivery(next)) {
            pack(headerLengthEnd);
            pass(next);
            passing = total + CRLF;
            return true;
        }
        if (end - next < length) {
            return false;
        }
        int headerEnd = next + (int) length;
        boolean readable = ReadableHeaders.areIn(buffer, next, headerEnd);
        pass(readable ? headerEnd : replace(lastSpaceBefore(headerLengthEnd), headerEnd, total - length));
        passing = total - length + CRLF;
        return true;
    }

    /**
     * Makes {@code HMSG subject sid reply 12 34} into {@code MSG subject sid reply#12 034}: as long as before, so that
     * nothing has to move.
     */
    private void pack(int headerLengthEnd) throws IOException {
        buffer[lastSpaceBefore(headerLengthEnd)] = PackedHeaders.MARK;
        System.arraycopy(buffer, ready + 1, buffer, ready, headerLengthEnd - ready);
        buffer[headerLengthEnd] = '0';
    }

    /** Writes a line and headers of our own in place of the line from {@code lengths} on and its headers. */
    private int replace(int lengths, int headerEnd, long payload) {
        String headers = "NATS/1.0\r\n" + UNREADABLE + ":1\r\n\r\n";
        byte[] instead = bytes(" " + headers.length() + " " + (headers.length() + payload) + "\r\n" + headers);
        int behind = lengths + instead.length;
        byte[] replaced = new byte[Math.max(buffer.length, behind + end - headerEnd)];
        System.arraycopy(buffer, 0, replaced, 0, lengths);
        System.arraycopy(instead, 0, replaced, lengths, instead.length);
        System.arraycopy(buffer, headerEnd, replaced, behind, end - headerEnd);
        end += behind - headerEnd;
        buffer = replaced;
        return behind;
    }

    /** Whether the line before {@code next} is a message of a stream, delivered to one of its consumers. */
    private boolean isDelivery(int next) {
        int reply = wordAfter(wordAfter(wordAfter(ready, next), next), next);
        return reply + ACK_REPLY.length < next
                && Arrays.equals(buffer, reply, reply + ACK_REPLY.length, ACK_REPLY, 0, ACK_REPLY.length);
    }

    private int wordAfter(int from, int limit) {
        int at = from;
        while (at < limit && buffer[at] != ' ') {
            at++;
        }
        return at + 1;
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

        /** A status may stand in the first line, then come fields. */
        static boolean areIn(byte[] bytes, int from, int to) {
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
