package dev.causality.faults.proxy.protocol.redis;

import dev.causality.faults.proxy.protocol.Step;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Decodes one direction of a Redis connection: {@link Step#END} for each complete command or reply, however deep its
 * values are nested. The first few values of a frame are kept, each up to a bound: enough to tell a command and its key,
 * or an error. RESP2, RESP3 and inline commands are understood; the streamed values of RESP3, which no server sends, are
 * not. Not thread-safe.
 */
public final class RedisDecoder {
    /** How many values of a frame are kept. */
    static final int MAX_KEPT_VALUES = 4;

    /** How much of each value is kept. */
    static final int MAX_KEPT_BYTES = 256;

    private static final int MAX_LINE_BYTES = 64 * 1024;
    private static final int MAX_DEPTH = 32;
    private static final int MAX_DIGITS = 12;
    private static final int LINE_END_BYTES = 2;

    private final boolean commands;
    private final long[] open = new long[MAX_DEPTH];
    private final byte[] kept = new byte[MAX_KEPT_BYTES];
    private final List<String> values = new ArrayList<>(MAX_KEPT_VALUES);
    private State state = State.LINE;
    private int depth;
    private long lineBytes;
    private int keptBytes;
    private long missing;
    private char type;
    private char firstType;
    private boolean fresh = true;
    private long position;
    private long start;
    private String problem = "";

    private enum State {
        LINE,
        BYTES,
        BROKEN
    }

    private RedisDecoder(boolean commands) {
        this.commands = commands;
    }

    /** For what a client sends. */
    public static RedisDecoder ofCommands() {
        return new RedisDecoder(true);
    }

    /** For what a server sends. */
    public static RedisDecoder ofReplies() {
        return new RedisDecoder(false);
    }

    /** Reads on, at most to the limit of {@code in}, and leaves its position where it stopped. */
    public Step step(ByteBuffer in) {
        while (in.hasRemaining() && state != State.BROKEN) {
            if (fresh) {
                begin();
            }
            if (state == State.LINE ? readLine(in) : readBytes(in)) {
                fresh = true;
                return Step.END;
            }
        }
        return state == State.BROKEN ? Step.BROKEN : Step.MORE;
    }

    private void begin() {
        fresh = false;
        start = position;
        depth = 0;
        values.clear();
        firstType = 0;
        beginLine();
    }

    private void beginLine() {
        state = State.LINE;
        lineBytes = 0;
        keptBytes = 0;
    }

    /** True when a frame is complete. */
    private boolean readLine(ByteBuffer in) {
        while (in.hasRemaining()) {
            byte next = in.get();
            position++;
            if (next == '\n') {
                return lineRead();
            }
            if (++lineBytes > MAX_LINE_BYTES) {
                return broken("a line of more than " + MAX_LINE_BYTES + " bytes");
            }
            keep(next);
        }
        return false;
    }

    private void keep(byte next) {
        if (keptBytes < MAX_KEPT_BYTES) {
            kept[keptBytes++] = next;
        }
    }

    private boolean lineRead() {
        int length = keptBytes > 0 && kept[keptBytes - 1] == '\r' ? keptBytes - 1 : keptBytes;
        if (length == 0) {
            return (commands && depth == 0) ? blankLine() : broken("an empty line");
        }
        type = (char) kept[0];
        if (firstType == 0) {
            firstType = type;
        }
        return switch (type) {
            case '$', '!', '=' -> bytesFollow(number(length));
            case '*', '~', '>' -> valuesFollow(number(length));
            case '%' -> valuesFollow(2 * number(length));
            case '|' -> attribute(number(length));
            case '+', '-', ':', '_', '#', ',', '(' -> value(1, length);
            default -> (commands && depth == 0) ? inline(length) : broken("a value of unknown type");
        };
    }

    /** Servers pass over empty lines between commands. */
    private boolean blankLine() {
        beginLine();
        return false;
    }

    /** The number behind the type; -1 for nothing, -2 when it is none. */
    private long number(int length) {
        if (length == LINE_END_BYTES + 1 && kept[1] == '-' && kept[2] == '1') {
            return -1;
        }
        if (length < 2 || length > MAX_DIGITS) {
            return Integer.MIN_VALUE;
        }
        long number = 0;
        for (int i = 1; i < length; i++) {
            int digit = kept[i] - '0';
            if (digit < 0 || digit > 9) {
                return Integer.MIN_VALUE;
            }
            number = number * 10 + digit;
        }
        return number;
    }

    private boolean bytesFollow(long length) {
        if (length < -1) {
            return broken("a length that is no number");
        }
        if (length == -1) {
            return value(0, 0);
        }
        missing = length + LINE_END_BYTES;
        keptBytes = 0;
        state = State.BYTES;
        return false;
    }

    private boolean readBytes(ByteBuffer in) {
        while (in.hasRemaining() && missing > LINE_END_BYTES && keptBytes < MAX_KEPT_BYTES) {
            kept[keptBytes++] = in.get();
            position++;
            missing--;
        }
        int count = (int) Math.min(missing, in.remaining());
        in.position(in.position() + count);
        position += count;
        missing -= count;
        return missing == 0 && value(0, keptBytes);
    }

    private boolean valuesFollow(long count) {
        if (count < -1) {
            return broken("a count that is no number");
        }
        if (count <= 0) {
            return value(0, 0);
        }
        return open(count);
    }

    /** An attribute stands in front of the value that it is about, which is not counted twice. */
    private boolean attribute(long pairs) {
        return pairs < 0 ? broken("a count that is no number") : open(2 * pairs + 1);
    }

    private boolean open(long count) {
        if (depth == MAX_DEPTH) {
            return broken("values nested deeper than " + MAX_DEPTH);
        }
        open[depth++] = count;
        beginLine();
        return false;
    }

    /** A value without parts is complete; true when that completes the frame. */
    private boolean value(int from, int to) {
        if (values.size() < MAX_KEPT_VALUES) {
            values.add(new String(kept, from, Math.max(0, to - from), StandardCharsets.UTF_8));
        }
        while (depth > 0 && --open[depth - 1] == 0) {
            depth--;
        }
        beginLine();
        return depth == 0;
    }

    private boolean inline(int length) {
        String text = new String(kept, 0, length, StandardCharsets.UTF_8);
        for (String word : text.strip().split("\\s+", -1)) {
            if (values.size() < MAX_KEPT_VALUES) {
                values.add(word);
            }
        }
        beginLine();
        return true;
    }

    private boolean broken(String why) {
        state = State.BROKEN;
        problem = why + ", in the frame at byte " + start;
        return false;
    }

    /** The command's name in upper case; empty when it has none. */
    public String name() {
        return values.isEmpty() ? "" : values.getFirst().toUpperCase(Locale.ROOT);
    }

    /** The command's first argument; empty when it has none. */
    public String key() {
        return values.size() < 2 ? "" : values.get(1);
    }

    /** Whether the reply answers no command: the server pushed it. */
    public boolean isPush() {
        return firstType == '>';
    }

    /** Whether the reply is an error. */
    public boolean isError() {
        return firstType == '-' || firstType == '!';
    }

    /** The first value of the frame, as far as it was kept. */
    public String text() {
        return values.isEmpty() ? "" : values.getFirst();
    }

    /** Whether all frames that have begun are complete. */
    public boolean betweenFrames() {
        return fresh;
    }

    /** The number of bytes in this direction before the frame. */
    public long start() {
        return start;
    }

    /** The number of bytes in this direction that were read. */
    public long position() {
        return position;
    }

    /** Why it is broken. */
    public String problem() {
        return problem;
    }
}
