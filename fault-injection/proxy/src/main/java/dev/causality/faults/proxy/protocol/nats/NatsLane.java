package dev.causality.faults.proxy.protocol.nats;

import dev.causality.faults.proxy.engine.Stage;
import dev.causality.faults.proxy.engine.StageContext;
import dev.causality.faults.proxy.protocol.FrameGate;
import dev.causality.faults.proxy.protocol.Held;
import dev.causality.faults.proxy.protocol.Verdict;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One direction of a NATS connection: decodes what passes, asks what becomes of single frames, and tells an observer what
 * goes on. Bytes that are not NATS pass unseen from there on. For the connection's event loop.
 */
abstract class NatsLane implements Stage {
    final NatsDecoder decoder;
    final NatsFaults faults;
    private final NatsObserver observer;
    private final NatsObserver.Speaker speaker;
    private @Nullable FrameGate gate;
    private @Nullable Held held;
    private boolean candidate;
    private boolean headRead;
    private boolean opaque;
    private boolean discarding;
    private boolean endPending;

    NatsLane(NatsDecoder decoder, NatsFaults faults, NatsObserver observer, NatsObserver.Speaker speaker) {
        this.decoder = decoder;
        this.faults = faults;
        this.observer = observer;
        this.speaker = speaker;
    }

    /** A frame with a payload has begun; true when a fault may hit it. Asks the decoder to keep what will be needed. */
    abstract boolean begun();

    /** A frame is complete; null when there is nothing to decide about it and nothing to tell. */
    abstract @Nullable Seen ended();

    /** What a frame turned out to be. */
    interface Seen {
        /** What becomes of it. */
        Verdict verdict();

        /** It goes on now: tells the observer. */
        void passes();

        /** Whether it is told even when it is dropped: it did happen at the sender's side. */
        default boolean toldAnyway() {
            return false;
        }
    }

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

    private void decode(ByteBuffer bytes, StageContext context, FrameGate out) {
        out.begin(bytes);
        while (true) {
            switch (decoder.step(bytes)) {
                case HEAD -> {
                    headRead = true;
                    candidate = begun();
                }
                case END -> {
                    headRead = false;
                    if (!frame(bytes, context, out)) {
                        return;
                    }
                }
                case MORE -> {
                    boolean between = decoder.betweenFrames();
                    if (between || out.committed() || !mayTake(out)) {
                        out.finish(!between);
                    } else {
                        out.suspend(startOfFrame(bytes));
                    }
                    return;
                }
                default -> {
                    opaque = true;
                    observer.unparsable(speaker, decoder.problem());
                    out.finish(false);
                    return;
                }
            }
        }
    }

    /** Whether the frame that is being read may have to be taken away, or must not be let out in parts. */
    private boolean mayTake(FrameGate out) {
        return out.hasLate() || (faults.active() && (!headRead || candidate));
    }

    private int startOfFrame(ByteBuffer bytes) {
        return (int) Math.max(0, bytes.position() - (decoder.position() - decoder.start()));
    }

    /** Decides on a frame; false when nothing more of the buffer is to be read now. */
    private boolean frame(ByteBuffer bytes, StageContext context, FrameGate out) {
        Seen seen = ended();
        if (seen == null) {
            out.frameEnded();
            return true;
        }
        Verdict verdict = out.committed() || !faults.active() ? Verdict.PASS : seen.verdict();
        if (!(verdict instanceof Verdict.Pass) && seen.toldAnyway()) {
            seen.passes();
        }
        switch (verdict) {
            case Verdict.Pass _ -> seen.passes();
            case Verdict.Drop _ -> take(bytes, out);
            case Verdict.Delay(long millis) -> {
                byte[] frame = take(bytes, out);
                out.later(frame, TimeUnit.MILLISECONDS.toNanos(millis), () -> tell(seen));
            }
            case Verdict.Cut(boolean forwardFirst, boolean reset) -> {
                cut(bytes, context, out, seen, forwardFirst, reset);
                return false;
            }
            case Verdict.Hold(Verdict.Keeper keeper) -> {
                byte[] frame = take(bytes, out);
                Held now = Held.begin(context, frame, keeper, goesOn -> released(seen, goesOn, context));
                now.add(bytes);
                held = now;
                out.abandon();
                return false;
            }
        }
        out.frameEnded();
        return true;
    }

    private static void tell(Seen seen) {
        if (!seen.toldAnyway()) {
            seen.passes();
        }
    }

    private byte[] take(ByteBuffer bytes, FrameGate out) {
        return out.take(startOfFrame(bytes), bytes.position());
    }

    private void cut(
            ByteBuffer bytes, StageContext context, FrameGate out, Seen seen, boolean forwardFirst, boolean reset) {
        if (forwardFirst) {
            tell(seen);
            out.passTo(bytes.position());
        } else {
            take(bytes, out);
        }
        out.abandon();
        discarding = true;
        if (reset) {
            context.reset();
        } else {
            context.close();
        }
    }

    private void released(Seen seen, boolean goesOn, StageContext context) {
        Held was = held;
        held = null;
        if (was == null) {
            return;
        }
        if (goesOn) {
            tell(seen);
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
        gate(context).wake();
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

    /** The connection is gone, or goes on without this stage. */
    void gone() {}
}
