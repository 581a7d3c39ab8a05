package dev.causality.faults.proxy.protocol.nats;

import dev.causality.faults.proxy.engine.StageContext;
import dev.causality.faults.proxy.protocol.FrameGate;
import dev.causality.faults.proxy.protocol.GatedLane;
import dev.causality.faults.proxy.protocol.Verdict;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One direction of a NATS connection: decodes what passes, asks what becomes of single frames, and tells an observer what
 * goes on.
 */
abstract class NatsLane extends GatedLane {
    final NatsDecoder decoder;
    final NatsFaults faults;
    private final NatsObserver observer;
    private final NatsObserver.Speaker speaker;
    private boolean candidate;
    private boolean headRead;

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

    @Override
    protected final void decode(ByteBuffer bytes, StageContext context, FrameGate out) {
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
                    observer.unparsable(speaker, decoder.problem());
                    goOpaque(out);
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
                if (forwardFirst) {
                    tell(seen);
                    out.passTo(bytes.position());
                } else {
                    take(bytes, out);
                }
                cut(context, out, reset);
                return false;
            }
            case Verdict.Hold(Verdict.Keeper keeper) -> {
                byte[] frame = take(bytes, out);
                hold(context, out, bytes, frame, keeper, () -> tell(seen));
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
}
