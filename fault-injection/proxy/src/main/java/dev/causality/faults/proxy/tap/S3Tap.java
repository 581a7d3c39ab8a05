package dev.causality.faults.proxy.tap;

import dev.causality.checkers.history.TapEvent.ConnectionClosed;
import dev.causality.checkers.history.TapEvent.ConnectionUnparsable;
import dev.causality.checkers.history.TapEvent.StoreAnswered;
import dev.causality.checkers.history.TapEvent.StoreRequested;
import dev.causality.checkers.history.WireEvent.PutAnswered;
import dev.causality.checkers.history.WireEvent.PutRequested;
import dev.causality.faults.proxy.protocol.http.HttpExchanges.Asked;
import dev.causality.faults.proxy.protocol.http.HttpHead;
import dev.causality.faults.proxy.protocol.http.HttpObserver;
import dev.causality.faults.proxy.protocol.http.S3Request;
import dev.causality.faults.proxy.protocol.http.S3Request.Operation;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes what one connection to an S3 store carries into the history: each PUT of an object when all of it has passed, other
 * requests when they are complete, and how each of them ended. An answer that comes before its request is complete is
 * written behind it; a request that was cut off is none.
 */
final class S3Tap implements HttpObserver {
    private final Taps taps;
    private final String connection;
    private final String holder;
    private final Map<Long, Exchange> exchanges = new LinkedHashMap<>();

    S3Tap(Taps taps, String connection, String holder) {
        this.taps = taps;
        this.connection = connection;
        this.holder = holder;
    }

    /** A request and what is known of it. */
    private static final class Exchange {
        private final String name;
        private final S3Request request;
        private final @Nullable Upload upload;
        private boolean complete;
        private @Nullable Integer status;

        private Exchange(String name, S3Request request, @Nullable Upload upload) {
            this.name = name;
            this.request = request;
            this.upload = upload;
        }
    }

    @Override
    public void requested(Asked asked) {
        S3Request request = S3Request.of(asked.head());
        String name = connection + "-" + asked.number();
        Upload upload = request.operation() == Operation.PUT_OBJECT && taps.isOpen() ? Upload.into(file(name)) : null;
        exchanges.put(asked.number(), new Exchange(name, request, upload));
    }

    private @Nullable Path file(String name) {
        Path folder = taps.puts();
        return folder == null ? null : folder.resolve(name);
    }

    @Override
    public void content(Asked asked, ByteBuffer piece) {
        Exchange exchange = exchanges.get(asked.number());
        if (exchange != null && exchange.upload != null) {
            exchange.upload.add(piece);
        }
    }

    @Override
    public void requestEnded(Asked asked, boolean understood) {
        Exchange exchange = exchanges.get(asked.number());
        if (exchange == null) {
            return;
        }
        if (!understood) {
            unparsable(Speaker.CLIENT, "a body that is not in the chunks that its head announces");
        }
        exchange.complete = true;
        S3Request request = exchange.request;
        if (exchange.upload != null) {
            String sha256 = exchange.upload.complete();
            long bytes = exchange.upload.bytes();
            taps.write(at ->
                    new PutRequested(at, exchange.name, holder, request.key(), bytes, sha256, request.createOnly()));
            taps.putCompleted(exchange.name);
        } else {
            String key = request.key().isEmpty() ? null : request.key();
            taps.write(at -> new StoreRequested(
                    at, exchange.name, holder, request.operation().name(), key));
        }
        if (exchange.status != null) {
            ended(asked.number(), exchange, exchange.status);
        }
    }

    @Override
    public void answered(Asked asked, HttpHead response) {
        Exchange exchange = exchanges.get(asked.number());
        if (exchange != null && exchange.complete) {
            ended(asked.number(), exchange, response.status());
        } else if (exchange != null) {
            exchange.status = response.status();
        }
    }

    private void ended(long number, Exchange exchange, int status) {
        exchanges.remove(number);
        if (exchange.upload != null) {
            taps.write(at -> new PutAnswered(at, exchange.name, status));
        } else {
            taps.write(at -> new StoreAnswered(at, exchange.name, status));
        }
    }

    @Override
    public void unparsable(Speaker speaker, String problem) {
        taps.write(at -> new ConnectionUnparsable(
                at, connection, dev.causality.checkers.history.TapEvent.Speaker.valueOf(speaker.name()), problem));
    }

    @Override
    public void closed() {
        for (Map.Entry<Long, Exchange> open : Map.copyOf(exchanges).entrySet()) {
            if (open.getValue().complete) {
                ended(open.getKey(), open.getValue(), 0);
            } else if (open.getValue().upload != null) {
                open.getValue().upload.discard();
            }
        }
        exchanges.clear();
        taps.write(at -> new ConnectionClosed(at, connection));
    }
}
