package dev.causality.faults.proxy.toxic;

import dev.causality.faults.proxy.engine.StageContext;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;

/**
 * Bytes that a stage keeps for later, with a time for each piece, and perhaps the stream's end behind them. When there are
 * too many, nothing more is read from the sender.
 */
final class HeldBytes {
    /** Of one direction of one connection. A tenth of a second at 40 MB/s. */
    private static final long LIMIT_BYTES = 4L * 1024 * 1024;

    private final ArrayDeque<Piece> pieces = new ArrayDeque<>();
    private long bytes;
    private boolean ended;

    private record Piece(ByteBuffer bytes, long dueNanos) {}

    void add(ByteBuffer more, long dueNanos, StageContext context) {
        bytes += more.remaining();
        pieces.add(new Piece(ByteBuffer.allocate(more.remaining()).put(more).flip(), dueNanos));
        context.holdBack(bytes > LIMIT_BYTES);
    }

    /** The stream has ended; the end is passed on when nothing is held any more. */
    void end(StageContext context) {
        ended = true;
        endIfEmpty(context);
    }

    boolean isEmpty() {
        return pieces.isEmpty();
    }

    long size() {
        return bytes;
    }

    /** When the oldest piece is due. Not for use when empty. */
    long nextDueNanos() {
        return pieces.element().dueNanos;
    }

    /** Passes on everything that is due, and in the end the end. */
    void passDue(long nowNanos, StageContext context) {
        while (!pieces.isEmpty() && pieces.element().dueNanos - nowNanos <= 0) {
            Piece piece = pieces.remove();
            bytes -= piece.bytes.remaining();
            context.pass(piece.bytes);
        }
        settle(context);
    }

    /** Passes on the oldest bytes, so many at most. */
    void pass(int atMost, StageContext context) {
        int left = atMost;
        while (left > 0 && !pieces.isEmpty()) {
            ByteBuffer oldest = pieces.element().bytes;
            int count = Math.min(left, oldest.remaining());
            ByteBuffer part = oldest.slice(oldest.position(), count);
            oldest.position(oldest.position() + count);
            if (!oldest.hasRemaining()) {
                pieces.remove();
            }
            left -= count;
            bytes -= count;
            context.pass(part);
        }
        settle(context);
    }

    /** Passes on everything at once. */
    void passAll(StageContext context) {
        while (!pieces.isEmpty()) {
            context.pass(pieces.remove().bytes);
        }
        bytes = 0;
        settle(context);
    }

    private void settle(StageContext context) {
        context.holdBack(bytes > LIMIT_BYTES);
        endIfEmpty(context);
    }

    private void endIfEmpty(StageContext context) {
        if (ended && pieces.isEmpty()) {
            context.passEnd();
        }
    }
}
