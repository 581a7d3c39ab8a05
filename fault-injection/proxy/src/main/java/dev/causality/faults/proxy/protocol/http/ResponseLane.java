package dev.causality.faults.proxy.protocol.http;

import dev.causality.faults.proxy.engine.Stage;
import dev.causality.faults.proxy.engine.StageContext;
import dev.causality.faults.proxy.protocol.http.HttpExchanges.Asked;
import java.nio.ByteBuffer;

/** What an HTTP server sends. For the connection's event loop. */
final class ResponseLane implements Stage {
    private final HttpDecoder decoder;
    private final HttpObserver observer;
    private boolean opaque;

    ResponseLane(HttpExchanges exchanges, HttpObserver observer) {
        this.decoder = HttpDecoder.ofResponses(exchanges);
        this.observer = observer;
    }

    @Override
    public void onBytes(ByteBuffer bytes, StageContext context) {
        int from = bytes.position();
        if (!opaque) {
            decode(bytes);
        }
        bytes.position(from);
        context.pass(bytes);
    }

    private void decode(ByteBuffer bytes) {
        while (true) {
            switch (decoder.step(bytes)) {
                case HEAD -> {
                    Asked asked = decoder.asked();
                    if (asked != null && decoder.isFinal()) {
                        observer.answered(asked, decoder.head());
                    }
                }
                case BODY, END -> {}
                case MORE -> {
                    return;
                }
                case OPAQUE -> {
                    opaque = true;
                    return;
                }
                case BROKEN -> {
                    opaque = true;
                    observer.unparsable(HttpObserver.Speaker.SERVER, decoder.problem());
                    return;
                }
            }
        }
    }
}
