package dev.causality.faults.proxy.protocol.http;

import dev.causality.faults.proxy.protocol.Step;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Decodes one direction of an HTTP/1.1 connection: {@link Step#HEAD} when a head is read, {@link Step#BODY} for each piece
 * of a body (as the message carries it, without HTTP's own chunk lines), {@link Step#END} when the message is complete. An
 * interim response (1xx) is a message without a body. After a protocol switch the rest is {@link Step#OPAQUE}. Not
 * thread-safe; the two decoders of a connection may be used by different threads.
 */
public final class HttpDecoder {
    private static final int SWITCHING_PROTOCOLS = 101;
    private static final int NO_CONTENT = 204;
    private static final int NOT_MODIFIED = 304;
    private static final int MAX_LENGTH_DIGITS = 15;

    private final boolean requests;
    private final HttpExchanges exchanges;
    private final HeadReader heads;
    private State state = State.HEAD;
    private Chunks chunks = new Chunks();
    private long position;
    private long start;
    private long missing;
    private int pieceFrom;
    private HttpExchanges.@Nullable Asked asked;
    private @Nullable HttpHead head;
    private String problem = "";

    private enum State {
        HEAD,
        LENGTH,
        CHUNKED,
        UNTIL_CLOSE,
        COMPLETE,
        COMPLETE_THEN_OPAQUE,
        OPAQUE,
        BROKEN
    }

    private HttpDecoder(boolean requests, HttpExchanges exchanges) {
        this.requests = requests;
        this.exchanges = exchanges;
        this.heads = new HeadReader(requests);
    }

    /** For what the client of a connection sends. */
    public static HttpDecoder ofRequests(HttpExchanges exchanges) {
        return new HttpDecoder(true, exchanges);
    }

    /** For what the server of a connection sends. */
    public static HttpDecoder ofResponses(HttpExchanges exchanges) {
        return new HttpDecoder(false, exchanges);
    }

    /** Reads on, at most to the limit of {@code in}, and leaves its position where it stopped. */
    public Step step(ByteBuffer in) {
        int before = in.position();
        Step step = read(in);
        position += in.position() - before;
        return step;
    }

    private Step read(ByteBuffer in) {
        return switch (state) {
            case HEAD -> readHead(in);
            case LENGTH -> readLength(in);
            case CHUNKED -> readChunks(in);
            case UNTIL_CLOSE -> {
                pieceFrom = in.position();
                in.position(in.limit());
                yield pieceFrom == in.limit() ? Step.MORE : Step.BODY;
            }
            case COMPLETE -> {
                state = State.HEAD;
                yield Step.END;
            }
            case COMPLETE_THEN_OPAQUE -> {
                state = State.OPAQUE;
                yield Step.END;
            }
            case OPAQUE -> Step.OPAQUE;
            case BROKEN -> Step.BROKEN;
        };
    }

    private Step readHead(ByteBuffer in) {
        if (requests && exchanges.hasLeftHttp()) {
            state = State.OPAQUE;
            return Step.OPAQUE;
        }
        if (heads.isEmpty()) {
            start = position;
        }
        if (!heads.read(in)) {
            return heads.isFull() ? broken("a head of more than " + HeadReader.MAX_BYTES + " bytes") : Step.MORE;
        }
        HttpHead read = heads.take();
        head = read;
        if (read == null) {
            return broken("not the head of an HTTP/1.1 " + (requests ? "request" : "response"));
        }
        return requests ? requestBegun(read) : responseBegun(read);
    }

    private Step requestBegun(HttpHead request) {
        asked = exchanges.ask(request);
        if (asked == null) {
            return broken("more than " + HttpExchanges.MAX_WAITING + " requests without a response");
        }
        return frame(request, State.COMPLETE);
    }

    private Step responseBegun(HttpHead response) {
        asked = exchanges.next();
        String method = asked == null ? "" : asked.head().method();
        if (response.status() < 200) {
            boolean switching = response.status() == SWITCHING_PROTOCOLS;
            if (switching) {
                exchanges.answered();
                exchanges.leaveHttp();
            }
            state = switching ? State.COMPLETE_THEN_OPAQUE : State.COMPLETE;
            return Step.HEAD;
        }
        exchanges.answered();
        if (method.equals("CONNECT") && response.status() < 300) {
            exchanges.leaveHttp();
            state = State.COMPLETE_THEN_OPAQUE;
            return Step.HEAD;
        }
        if (method.equals("HEAD") || response.status() == NO_CONTENT || response.status() == NOT_MODIFIED) {
            state = State.COMPLETE;
            return Step.HEAD;
        }
        return frame(response, State.UNTIL_CLOSE);
    }

    /** How the body is framed: by chunks, else by its length, else by what {@code otherwise} says. */
    private Step frame(HttpHead message, State otherwise) {
        Optional<String> length = message.header("content-length");
        if (message.lists("transfer-encoding", "chunked")) {
            chunks = new Chunks();
            state = State.CHUNKED;
        } else if (length.isPresent()) {
            missing = number(length.get());
            if (missing < 0) {
                return broken("a content-length that is no number");
            }
            state = missing == 0 ? State.COMPLETE : State.LENGTH;
        } else {
            state = otherwise;
        }
        return Step.HEAD;
    }

    private static long number(String text) {
        if (text.isEmpty() || text.length() > MAX_LENGTH_DIGITS) {
            return -1;
        }
        long number = 0;
        for (int i = 0; i < text.length(); i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            number = number * 10 + digit;
        }
        return number;
    }

    private Step readLength(ByteBuffer in) {
        if (!in.hasRemaining()) {
            return Step.MORE;
        }
        pieceFrom = in.position();
        int count = (int) Math.min(missing, in.remaining());
        in.position(pieceFrom + count);
        missing -= count;
        if (missing == 0) {
            state = State.COMPLETE;
        }
        return Step.BODY;
    }

    private Step readChunks(ByteBuffer in) {
        Step step = chunks.step(in);
        return switch (step) {
            case BODY -> {
                pieceFrom = chunks.pieceFrom();
                yield Step.BODY;
            }
            case END -> {
                state = State.HEAD;
                yield Step.END;
            }
            case BROKEN -> broken("a body whose chunks are malformed");
            default -> step;
        };
    }

    private Step broken(String why) {
        state = State.BROKEN;
        problem = why + ", in the message at byte " + start;
        return Step.BROKEN;
    }

    /**
     * This direction has ended: {@link Step#END} when that completes a message, {@link Step#MORE} when it came between two
     * messages, {@link Step#BROKEN} when it cut one off.
     */
    public Step finish() {
        Step found = switch (state) {
            case HEAD -> heads.isEmpty() ? Step.MORE : broken("it ends in the middle of a head");
            case UNTIL_CLOSE, COMPLETE -> Step.END;
            case LENGTH, CHUNKED -> broken("it ends in the middle of a body");
            case COMPLETE_THEN_OPAQUE, OPAQUE -> Step.OPAQUE;
            case BROKEN -> Step.BROKEN;
        };
        state = found == Step.END ? State.HEAD : state;
        return found;
    }

    /** The head of the message that is being read. */
    public HttpHead head() {
        return Objects.requireNonNull(head, "no head was read yet");
    }

    /** The request that is being read, or that the response being read answers; null when it answers none. */
    public HttpExchanges.@Nullable Asked asked() {
        return asked;
    }

    /** Whether a part of a head has come, and more of it is to come. */
    boolean inHead() {
        return state == State.HEAD && !heads.isEmpty();
    }

    /** Whether the response being read is the final one to its request. */
    public boolean isFinal() {
        return head().status() >= 200 || head().status() == SWITCHING_PROTOCOLS;
    }

    /** The number of bytes in this direction before the message. */
    public long start() {
        return start;
    }

    /** The number of bytes in this direction that were read. */
    public long position() {
        return position;
    }

    /** After {@link Step#BODY}: where in the buffer the piece begins; it ends at the buffer's position. */
    public int pieceFrom() {
        return pieceFrom;
    }

    /** Why it is broken. */
    public String problem() {
        return problem;
    }
}
