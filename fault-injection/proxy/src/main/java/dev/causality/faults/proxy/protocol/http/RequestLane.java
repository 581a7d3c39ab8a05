package dev.causality.faults.proxy.protocol.http;

import dev.causality.faults.plan.HttpFault;
import dev.causality.faults.plan.HttpFault.Part;
import dev.causality.faults.proxy.engine.StageContext;
import dev.causality.faults.proxy.protocol.FrameGate;
import dev.causality.faults.proxy.protocol.Verdict;
import dev.causality.faults.proxy.protocol.http.HttpExchanges.Asked;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What an HTTP client sends. Decides about a request when its head is complete. */
final class RequestLane extends HttpLane {
    private final HttpExchanges exchanges;
    private final PlannedResponses planned;
    private final HttpObserver observer;
    private ContentReader content = ContentReader.PLAIN;
    private @Nullable HttpHit answer;
    private boolean closed;

    RequestLane(HttpExchanges exchanges, PlannedResponses planned, HttpFaults faults, HttpObserver observer) {
        super(HttpDecoder.ofRequests(exchanges), faults, Part.REQUEST);
        this.exchanges = exchanges;
        this.planned = planned;
        this.observer = observer;
    }

    @Override
    boolean head(ByteBuffer bytes, StageContext context, FrameGate out) {
        content = ContentReader.of(decoder.head());
        Asked asked = asked();
        if (out.committed() || !faults.active()) {
            observer.requested(asked);
            return true;
        }
        HttpHit hit = faults.hits(asked.head());
        if (hit != null && !reachesServer(hit.fault())) {
            return instead(hit, asked, bytes, context, out);
        }
        if (faults.shows(asked.head()) instanceof Verdict.Hold(Verdict.Keeper keeper)) {
            byte[] head = out.take(startOfMessage(bytes), bytes.position());
            hold(context, out, bytes, head, keeper, () -> observer.requested(asked));
            return false;
        }
        observer.requested(asked);
        if (hit == null) {
            return true;
        }
        planned.add(asked.number(), hit);
        return begin(hit, bytes, context, out);
    }

    /** An answer in the server's place has to come in its turn; behind others that are on their way it cannot. */
    private boolean reachesServer(HttpFault fault) {
        return switch (fault) {
            case HttpFault.Answer _ -> exchanges.open() > 1;
            case HttpFault.Drop _ -> false;
            default -> true;
        };
    }

    private boolean instead(HttpHit hit, Asked asked, ByteBuffer bytes, StageContext context, FrameGate out) {
        out.take(startOfMessage(bytes), bytes.position());
        exchanges.withdraw(asked);
        String request = asked.head().method() + " " + asked.head().path();
        if (hit.fault() instanceof HttpFault.Drop(var _, boolean reset)) {
            faults.applied(hit, "dropped " + request);
            cut(context, out, reset);
            return false;
        }
        faults.applied(hit, "answered " + request);
        if (asked.head().lists("expect", "100-continue")) {
            discard(out);
            context.answer(Responses.to(asked.head(), hit.fault(), true));
            context.closeAfterAnswer();
            return false;
        }
        answer = hit;
        swallow();
        return true;
    }

    @Override
    boolean swallowed(StageContext context, FrameGate out) {
        HttpHit hit = Objects.requireNonNull(answer);
        answer = null;
        context.answer(Responses.to(decoder.head(), hit.fault(), false));
        return true;
    }

    @Override
    boolean body(ByteBuffer bytes, int from, boolean corrupt) {
        Asked asked = asked();
        boolean[] pending = {corrupt};
        content.read(bytes, from, bytes.position(), piece -> {
            if (pending[0] && piece.hasRemaining()) {
                piece.put(piece.position(), (byte) (piece.get(piece.position()) ^ 1));
                pending[0] = false;
            }
            observer.content(asked, piece);
        });
        return corrupt && !pending[0];
    }

    @Override
    void ended() {
        observer.requestEnded(asked(), !content.isBroken());
    }

    @Override
    void broken(String problem) {
        observer.unparsable(HttpObserver.Speaker.CLIENT, problem);
    }

    private Asked asked() {
        return Objects.requireNonNull(decoder.asked());
    }

    @Override
    protected void gone() {
        if (!closed) {
            closed = true;
            observer.closed();
            faults.closed();
        }
    }
}
