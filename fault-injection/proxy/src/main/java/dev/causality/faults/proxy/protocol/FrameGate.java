package dev.causality.faults.proxy.protocol;

import dev.causality.faults.proxy.engine.StageContext;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * Lets one direction of a connection out frame by frame, where a fault may take a frame away. Bytes that nobody asks about
 * are passed on as they came, without being copied; the beginning of a frame that is not decided on yet is carried over to
 * the next buffer. For the connection's event loop.
 *
 * <p>{@link #begin} takes a buffer, {@link #finish} or {@link #suspend} lets go of it. In between positions are indices in
 * that buffer.
 */
public final class FrameGate {
    /** A frame that is larger is let out as it comes: it can no longer be hit as a whole. */
    public static final int MAX_CARRIED_BYTES = 2 * 1024 * 1024;

    private static final byte[] NOTHING = {};
    private static final int FIRST_BYTES = 512;
    private static final long NOT_NOW_NANOS = 1_000_000;

    private final StageContext context;
    private final Queue<Late> late = new PriorityQueue<>(Comparator.comparingLong(Late::dueNanos));
    private byte[] carried = NOTHING;
    private int carriedBytes;
    private @Nullable ByteBuffer in;
    private int from;
    private boolean committed;

    /** A frame for later, and what is to be told when it leaves. */
    private record Late(long dueNanos, byte[] frame, Runnable leaving) {}

    public FrameGate(StageContext context) {
        this.context = context;
    }

    /** Bytes have come. */
    public void begin(ByteBuffer bytes) {
        in = bytes;
        from = bytes.position();
    }

    /** Whether a part of the frame that is being read was let out already, so that it cannot be taken away. */
    public boolean committed() {
        return committed;
    }

    /** A frame has ended, and goes on. */
    public void frameEnded() {
        committed = false;
    }

    /** Lets out all up to an index. */
    public void passTo(int index) {
        ByteBuffer bytes = Objects.requireNonNull(in);
        if (carriedBytes > 0) {
            ByteBuffer first = ByteBuffer.wrap(carried, 0, carriedBytes);
            carriedBytes = 0;
            context.pass(first);
        }
        if (index > from) {
            ByteBuffer piece = bytes.slice(from, index - from);
            from = index;
            context.pass(piece);
        }
    }

    /** Takes a frame away, which ends at an index and began at another, or in an earlier buffer; lets out what is before. */
    public byte[] take(int start, int end) {
        if (carriedBytes == 0) {
            passTo(Math.max(start, from));
        }
        byte[] frame = Arrays.copyOf(carried, carriedBytes + end - from);
        Objects.requireNonNull(in).get(from, frame, carriedBytes, end - from);
        carriedBytes = 0;
        from = end;
        return frame;
    }

    /** Drops all up to an index. */
    public void skipTo(int index) {
        carriedBytes = 0;
        from = index;
    }

    /** Lets the rest of the buffer out. */
    public void finish(boolean midFrame) {
        ByteBuffer bytes = Objects.requireNonNull(in);
        passTo(bytes.limit());
        bytes.position(bytes.limit());
        committed = midFrame;
        in = null;
    }

    /** Carries over the frame that begins at an index, or began earlier, if it is not too large; lets out what is before. */
    public void suspend(int start) {
        ByteBuffer bytes = Objects.requireNonNull(in);
        if (carriedBytes == 0) {
            passTo(Math.max(start, from));
        }
        int more = bytes.limit() - from;
        if (carriedBytes + more > MAX_CARRIED_BYTES) {
            finish(true);
            return;
        }
        if (carriedBytes + more > carried.length) {
            carried = Arrays.copyOf(carried, Math.max(FIRST_BYTES, 2 * (carriedBytes + more)));
        }
        bytes.get(from, carried, carriedBytes, more);
        carriedBytes += more;
        bytes.position(bytes.limit());
        in = null;
    }

    /** Lets go of the buffer without letting the rest of it out. */
    public void abandon() {
        ByteBuffer bytes = Objects.requireNonNull(in);
        bytes.position(bytes.limit());
        in = null;
    }

    /** Lets a frame out later; what follows goes before it. */
    public void later(byte[] frame, long delayNanos, Runnable leaving) {
        late.add(new Late(context.nanoTime() + delayNanos, frame, leaving));
        context.wakeAt(late.element().dueNanos);
    }

    /** Whether frames wait for their time; until then no frame may be let out in parts. */
    public boolean hasLate() {
        return !late.isEmpty();
    }

    /** The context's time has come: lets out what is due, between two frames. */
    public void wake() {
        while (!late.isEmpty() && late.element().dueNanos <= context.nanoTime() && !committed) {
            letOut(late.remove());
        }
        if (!late.isEmpty()) {
            context.wakeAt(committed ? context.nanoTime() + NOT_NOW_NANOS : late.element().dueNanos);
        }
    }

    /** The direction ends, or the stage is taken out: what waits and what is carried leaves now. */
    public void flush() {
        while (!late.isEmpty() && !committed) {
            letOut(late.remove());
        }
        if (carriedBytes > 0) {
            ByteBuffer rest = ByteBuffer.wrap(carried, 0, carriedBytes);
            carriedBytes = 0;
            context.pass(rest);
        }
    }

    private void letOut(Late frame) {
        frame.leaving.run();
        context.pass(ByteBuffer.wrap(frame.frame));
    }
}
