package dev.causality.faults.proxy.protocol.http;

import dev.causality.faults.plan.HttpFault;
import dev.causality.faults.plan.HttpFault.Part;
import dev.causality.faults.plan.HttpFault.Point;
import dev.causality.faults.proxy.engine.StageContext;
import dev.causality.faults.proxy.protocol.FrameGate;
import dev.causality.faults.proxy.protocol.GatedLane;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * One direction of an HTTP connection: decodes what passes, and applies what both directions have in common, which is the
 * faults within a message: cutting it off, stalling it, and changing a byte of its body.
 */
abstract class HttpLane extends GatedLane {
    final HttpDecoder decoder;
    final HttpFaults faults;
    private final Part part;
    private @Nullable HttpHit hit;
    private boolean swallowing;
    private long bodyBytes;

    HttpLane(HttpDecoder decoder, HttpFaults faults, Part part) {
        this.decoder = decoder;
        this.faults = faults;
        this.part = part;
    }

    /** A head is complete, up to the buffer's position; false when nothing more of the buffer is to be read now. */
    abstract boolean head(ByteBuffer bytes, StageContext context, FrameGate out);

    /**
     * A piece of a body goes on, from an index of the buffer to its position.
     *
     * @param corrupt whether the first byte of content in it is to be changed
     * @return whether one was changed
     */
    abstract boolean body(ByteBuffer bytes, int from, boolean corrupt);

    /** A message is complete and goes on. */
    abstract void ended();

    /** A message that was swallowed is complete; false when nothing more of the buffer is to be read now. */
    abstract boolean swallowed(StageContext context, FrameGate out);

    /** Nothing more is understood. */
    abstract void broken(String problem);

    @Override
    protected final void decode(ByteBuffer bytes, StageContext context, FrameGate out) {
        out.begin(bytes);
        while (true) {
            switch (decoder.step(bytes)) {
                case HEAD -> {
                    bodyBytes = 0;
                    hit = null;
                    swallowing = false;
                    if (!head(bytes, context, out)) {
                        return;
                    }
                }
                case BODY -> {
                    if (!body(bytes, context, out)) {
                        return;
                    }
                }
                case END -> {
                    if (!end(bytes, context, out)) {
                        return;
                    }
                }
                case MORE -> {
                    more(bytes, out);
                    return;
                }
                case OPAQUE -> {
                    goOpaque(out);
                    return;
                }
                case BROKEN -> {
                    broken(decoder.problem());
                    goOpaque(out);
                    return;
                }
            }
        }
    }

    private void more(ByteBuffer bytes, FrameGate out) {
        if (swallowing) {
            out.abandon();
        } else if (decoder.inHead() && !out.committed() && faults.active()) {
            out.suspend(startOfMessage(bytes));
        } else {
            out.finish(decoder.inHead());
        }
    }

    /** Where in the buffer the message begins that is being read; 0 when it began in an earlier one. */
    final int startOfMessage(ByteBuffer bytes) {
        return (int) Math.max(0, bytes.position() - (decoder.position() - decoder.start()));
    }

    /** The message that has begun does not go on: it is read, and vanishes. Its head was taken from the gate. */
    final void swallow() {
        swallowing = true;
    }

    /** Applies a fault within the message that has begun; false when nothing more of the buffer is to be read now. */
    final boolean begin(HttpHit within, ByteBuffer bytes, StageContext context, FrameGate out) {
        if (within.fault() instanceof HttpFault.CutBody cut && cut.part() == part && cut.afterBytes() == 0) {
            out.passTo(bytes.position());
            faults.applied(within, "cut before the body of the " + name());
            cut(context, out, cut.reset());
            return false;
        }
        if (within.fault() instanceof HttpFault.Stall stall && stalls(stall, Point.BEFORE)) {
            byte[] head = out.take(startOfMessage(bytes), bytes.position());
            faults.applied(within, "stalled before the " + name());
            stall(context, out, bytes, head, stall.millis());
            return false;
        }
        hit = within;
        return true;
    }

    private boolean stalls(HttpFault.Stall stall, Point point) {
        return stall.part() == part && stall.point() == point;
    }

    private boolean body(ByteBuffer bytes, StageContext context, FrameGate out) {
        int from = decoder.pieceFrom();
        int to = bytes.position();
        if (swallowing) {
            out.skipTo(to);
            return true;
        }
        long before = bodyBytes;
        bodyBytes += to - from;
        HttpHit now = hit;
        HttpFault fault = now == null ? null : now.fault();
        if (now != null && fault instanceof HttpFault.CutBody cut && cut.part() == part) {
            if (bodyBytes >= cut.afterBytes()) {
                out.passTo((int) (from + cut.afterBytes() - before));
                faults.applied(now, "cut after " + cut.afterBytes() + " bytes of the body of the " + name());
                cut(context, out, cut.reset());
                return false;
            }
        } else if (now != null && fault instanceof HttpFault.Stall stall && stalls(stall, Point.WITHIN)) {
            if (bodyBytes >= stall.afterBytes()) {
                body(bytes, from, false);
                int at = (int) (from + stall.afterBytes() - before);
                out.passTo(at);
                hit = null;
                faults.applied(now, "stalled after " + stall.afterBytes() + " bytes of the body of the " + name());
                stall(context, out, bytes, out.take(at, to), stall.millis());
                return false;
            }
        } else if (now != null && fault instanceof HttpFault.WrongChecksum wrong && wrong.part() == part) {
            if (body(bytes, from, true)) {
                hit = null;
                faults.applied(now, "changed a byte of the body of the " + name());
            }
            return true;
        }
        body(bytes, from, false);
        return true;
    }

    private boolean end(ByteBuffer bytes, StageContext context, FrameGate out) {
        HttpHit now = hit;
        hit = null;
        if (swallowing) {
            swallowing = false;
            out.skipTo(bytes.position());
            return swallowed(context, out);
        }
        ended();
        out.frameEnded();
        if (now != null && now.fault() instanceof HttpFault.Stall stall && stalls(stall, Point.AFTER)) {
            int last = bytes.position() - 1;
            out.passTo(last);
            faults.applied(now, "stalled before the last byte of the " + name());
            stall(context, out, bytes, out.take(last, last + 1), stall.millis());
            return false;
        }
        return true;
    }

    private String name() {
        return part == Part.REQUEST ? "request" : "response";
    }
}
