package dev.causality.faults.proxy.protocol;

import dev.causality.faults.proxy.engine.Stage;
import dev.causality.faults.proxy.engine.StageContext;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One direction of a connection whose protocol is understood, in which frames can be taken away, held and cut off. Once it
 * is not understood any more the bytes pass unseen. For the connection's event loop.
 */
public abstract class GatedLane implements Stage {
    private @Nullable FrameGate gate;
    private @Nullable Held held;
    private Verdict.@Nullable Release stalled;
    private boolean opaque;
    private boolean discarding;
    private boolean endPending;

    /**
     * Reads all bytes, or hands the rest over to {@link #hold}, {@link #stall}, {@link #cut} or {@link #goOpaque}, and lets
     * them out through the gate, which it begins and finishes.
     */
    protected abstract void decode(ByteBuffer bytes, StageContext context, FrameGate out);

    /** The connection is gone, or goes on without this stage. */
    protected void gone() {}

    private FrameGate gate(StageContext context) {
        FrameGate now = gate;
        if (now == null) {
            now = new FrameGate(context);
            gate = now;
        }
        return now;
    }

    @Override
    public final void onBytes(ByteBuffer bytes, StageContext context) {
        if (held != null) {
            held.add(bytes);
        } else if (discarding) {
            bytes.position(bytes.limit());
        } else if (opaque) {
            context.pass(bytes);
        } else {
            decode(bytes, context, gate(context));
        }
    }

    /** From here on everything passes unseen, the rest of the buffer included. */
    protected final void goOpaque(FrameGate out) {
        opaque = true;
        out.finish(false);
    }

    /** From here on everything vanishes, the rest of the buffer included. */
    protected final void discard(FrameGate out) {
        discarding = true;
        out.abandon();
    }

    /** Ends the connection behind what was passed; the rest of the buffer vanishes. */
    protected final void cut(StageContext context, FrameGate out, boolean reset) {
        discard(out);
        if (reset) {
            context.reset();
        } else {
            context.close();
        }
    }

    /**
     * Holds bytes, and all that follow, until a keeper lets go.
     *
     * @param bytes the buffer that is being read, from whose position on nothing was read
     * @param frame bytes that were taken from the gate
     * @param goesOn is called before they are passed on; not when they are dropped
     */
    protected final void hold(
            StageContext context,
            FrameGate out,
            ByteBuffer bytes,
            byte[] frame,
            Verdict.Keeper keeper,
            Runnable goesOn) {
        Held now = Held.begin(context, frame, keeper, passes -> released(context, passes, goesOn));
        now.add(bytes);
        held = now;
        out.abandon();
    }

    /** The same for a time. */
    protected final void stall(StageContext context, FrameGate out, ByteBuffer bytes, byte[] frame, long millis) {
        hold(
                context,
                out,
                bytes,
                frame,
                release -> {
                    stalled = release;
                    context.wakeAt(context.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis));
                },
                () -> {});
    }

    private void released(StageContext context, boolean passes, Runnable goesOn) {
        Held was = held;
        held = null;
        if (was == null) {
            return;
        }
        if (passes) {
            goesOn.run();
            context.pass(ByteBuffer.wrap(was.frame()));
            was.behind().forEach(bytes -> onBytes(bytes, context));
        } else {
            discarding = true;
        }
        if (endPending && held == null) {
            onEnd(context);
        }
    }

    @Override
    public final void onWake(StageContext context) {
        Verdict.Release release = stalled;
        if (release == null) {
            gate(context).wake();
        } else {
            stalled = null;
            release.pass();
        }
    }

    @Override
    public final void onEnd(StageContext context) {
        if (held != null) {
            endPending = true;
            return;
        }
        gate(context).flush();
        context.passEnd();
    }

    @Override
    public final void onRemoved(StageContext context) {
        gate(context).flush();
        if (held != null) {
            held.letGo();
        }
        gone();
    }

    @Override
    public final void onClosed() {
        gone();
    }
}
