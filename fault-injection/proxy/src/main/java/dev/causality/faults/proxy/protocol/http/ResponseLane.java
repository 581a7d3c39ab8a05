package dev.causality.faults.proxy.protocol.http;

import dev.causality.faults.plan.HttpFault;
import dev.causality.faults.plan.HttpFault.Loss;
import dev.causality.faults.plan.HttpFault.Part;
import dev.causality.faults.proxy.engine.StageContext;
import dev.causality.faults.proxy.protocol.FrameGate;
import dev.causality.faults.proxy.protocol.Verdict;
import dev.causality.faults.proxy.protocol.http.HttpExchanges.Asked;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What an HTTP server sends. What was decided about a request is applied to its response here. */
final class ResponseLane extends HttpLane {
    private final PlannedResponses planned;
    private final HttpObserver observer;
    private @Nullable HttpHit replacement;

    ResponseLane(HttpExchanges exchanges, PlannedResponses planned, HttpFaults faults, HttpObserver observer) {
        super(HttpDecoder.ofResponses(exchanges), faults, Part.RESPONSE);
        this.planned = planned;
        this.observer = observer;
    }

    @Override
    boolean head(ByteBuffer bytes, StageContext context, FrameGate out) {
        Asked asked = decoder.asked();
        if (asked == null || !decoder.isFinal()) {
            return true;
        }
        observer.answered(asked, decoder.head());
        HttpHit hit = planned.take(asked.number());
        if (out.committed() || (hit == null && !faults.active())) {
            return true;
        }
        if (faults.shows(asked.head(), decoder.head()) instanceof Verdict.Hold(Verdict.Keeper keeper)) {
            byte[] head = out.take(startOfMessage(bytes), bytes.position());
            hold(context, out, bytes, head, keeper, () -> {});
            return false;
        }
        return hit == null || apply(hit, asked, bytes, context, out);
    }

    private boolean apply(HttpHit hit, Asked asked, ByteBuffer bytes, StageContext context, FrameGate out) {
        String response = "the response " + decoder.head().status() + " to "
                + asked.head().method() + " " + asked.head().path();
        if (hit.fault() instanceof HttpFault.LoseResponse(var _, Loss loss)) {
            out.take(startOfMessage(bytes), bytes.position());
            faults.applied(hit, "lost " + response);
            if (loss == Loss.SILENCE) {
                discard(out);
            } else {
                cut(context, out, loss == Loss.RESET);
            }
            return false;
        }
        if (hit.fault() instanceof HttpFault.ReplaceResponse) {
            out.take(startOfMessage(bytes), bytes.position());
            faults.applied(hit, "replaced " + response);
            replacement = hit;
            swallow();
            return true;
        }
        return begin(hit, bytes, context, out);
    }

    @Override
    boolean swallowed(StageContext context, FrameGate out) {
        HttpHit hit = Objects.requireNonNull(replacement);
        replacement = null;
        Asked asked = Objects.requireNonNull(decoder.asked());
        context.pass(Responses.to(asked.head(), hit.fault(), false));
        return true;
    }

    @Override
    boolean body(ByteBuffer bytes, int from, boolean corrupt) {
        if (corrupt) {
            bytes.put(from, (byte) (bytes.get(from) ^ 1));
        }
        return corrupt;
    }

    @Override
    void ended() {}

    @Override
    void broken(String problem) {
        observer.unparsable(HttpObserver.Speaker.SERVER, problem);
    }
}
