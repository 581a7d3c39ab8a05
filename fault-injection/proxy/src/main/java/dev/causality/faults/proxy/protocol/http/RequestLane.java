package dev.causality.faults.proxy.protocol.http;

import dev.causality.faults.proxy.engine.Stage;
import dev.causality.faults.proxy.engine.StageContext;
import dev.causality.faults.proxy.protocol.http.HttpExchanges.Asked;
import java.nio.ByteBuffer;
import java.util.Objects;

/** What an HTTP client sends. For the connection's event loop. */
final class RequestLane implements Stage {
    private final HttpDecoder decoder;
    private final HttpObserver observer;
    private ContentReader content = ContentReader.PLAIN;
    private boolean opaque;
    private boolean closed;

    RequestLane(HttpExchanges exchanges, HttpObserver observer) {
        this.decoder = HttpDecoder.ofRequests(exchanges);
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
                    content = ContentReader.of(decoder.head());
                    observer.requested(asked());
                }
                case BODY ->
                    content.read(
                            bytes, decoder.pieceFrom(), bytes.position(), piece -> observer.content(asked(), piece));
                case END -> observer.requestEnded(asked(), !content.isBroken());
                case MORE -> {
                    return;
                }
                case OPAQUE -> {
                    opaque = true;
                    return;
                }
                case BROKEN -> {
                    opaque = true;
                    observer.unparsable(HttpObserver.Speaker.CLIENT, decoder.problem());
                    return;
                }
            }
        }
    }

    private Asked asked() {
        return Objects.requireNonNull(decoder.asked());
    }

    @Override
    public void onRemoved(StageContext context) {
        gone();
    }

    @Override
    public void onClosed() {
        gone();
    }

    private void gone() {
        if (!closed) {
            closed = true;
            observer.closed();
        }
    }
}
