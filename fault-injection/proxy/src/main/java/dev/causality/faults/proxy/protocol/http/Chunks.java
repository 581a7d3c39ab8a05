package dev.causality.faults.proxy.protocol.http;

import dev.causality.faults.proxy.protocol.Step;
import java.nio.ByteBuffer;

/**
 * A body in chunks: a line with the size in hexadecimal and perhaps extensions, so many bytes, an empty line; a chunk of
 * size 0 and lines of trailers end it. HTTP's chunked coding and the AWS SDK's aws-chunked have the same form, the latter
 * with signatures as extensions. Not thread-safe.
 */
final class Chunks {
    /** Size, extensions, or a trailer: a signature is 86 bytes. */
    private static final int MAX_LINE_BYTES = 16 * 1024;

    private static final int MAX_SIZE_DIGITS = 12;

    private State state = State.SIZE;
    private long missing;
    private int digits;
    private int lineBytes;
    private boolean returned;
    private int pieceFrom;

    private enum State {
        SIZE,
        EXTENSION,
        DATA,
        DATA_END,
        TRAILER,
        DONE,
        BROKEN
    }

    /** Reads up to the end of a piece of content ({@link Step#BODY}), or of the body. */
    Step step(ByteBuffer in) {
        while (in.hasRemaining() && state != State.DONE && state != State.BROKEN) {
            if (state == State.DATA) {
                pieceFrom = in.position();
                int count = (int) Math.min(missing, in.remaining());
                in.position(in.position() + count);
                missing -= count;
                if (missing == 0) {
                    begin(State.DATA_END);
                }
                return Step.BODY;
            }
            int next = in.get() & 0xff;
            if (++lineBytes > MAX_LINE_BYTES) {
                state = State.BROKEN;
            } else {
                accept(next);
            }
        }
        return switch (state) {
            case DONE -> Step.END;
            case BROKEN -> Step.BROKEN;
            default -> Step.MORE;
        };
    }

    /** Where in the buffer the piece begins that was just read; it ends at the buffer's position. */
    int pieceFrom() {
        return pieceFrom;
    }

    private void accept(int next) {
        switch (state) {
            case SIZE -> size(next);
            case EXTENSION -> {
                if (next == '\n') {
                    sizeRead();
                }
            }
            case DATA_END -> {
                if (next == '\n') {
                    digits = 0;
                    begin(State.SIZE);
                } else if (next != '\r' || lineBytes > 1) {
                    state = State.BROKEN;
                }
            }
            case TRAILER -> trailer(next);
            default -> throw new IllegalStateException(state.name());
        }
    }

    private void size(int next) {
        int digit = Character.digit(next, 16);
        if (digit >= 0 && digits < MAX_SIZE_DIGITS) {
            missing = (digits++ == 0 ? 0 : missing * 16) + digit;
        } else if (digits == 0) {
            state = State.BROKEN;
        } else if (next == '\n') {
            sizeRead();
        } else if (next == '\r' || next == ';' || next == ' ' || next == '\t') {
            state = State.EXTENSION;
        } else {
            state = State.BROKEN;
        }
    }

    private void sizeRead() {
        begin(missing == 0 ? State.TRAILER : State.DATA);
    }

    /** Trailers are lines like headers; an empty one ends them. */
    private void trailer(int next) {
        if (next != '\n') {
            returned = lineBytes == 1 && next == '\r';
        } else if (lineBytes == 1 || (lineBytes == 2 && returned)) {
            state = State.DONE;
        } else {
            begin(State.TRAILER);
        }
    }

    private void begin(State next) {
        state = next;
        lineBytes = 0;
    }
}
