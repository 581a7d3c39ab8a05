package dev.causality.faults.proxy.protocol.http;

import dev.causality.faults.proxy.protocol.Fragments;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Puts into words what an HTTP decoder tells: a line for each message, with its body as one, however many pieces it had. */
final class HttpTelling implements Fragments.Reader {
    private static final int SHOWN = 60;

    private final HttpDecoder decoder;
    private final List<String> told;
    private final StringBuilder body = new StringBuilder();
    private final StringBuilder content = new StringBuilder();
    private ContentReader reader = ContentReader.of(new HttpHead("", "", 200, 1, List.of()));

    private HttpTelling(HttpDecoder decoder, List<String> told) {
        this.decoder = decoder;
        this.told = told;
    }

    static List<String> ofRequests(byte[] bytes) {
        return Fragments.told(bytes, told -> new HttpTelling(HttpDecoder.ofRequests(new HttpExchanges()), told));
    }

    /** Responses to requests with these methods. */
    static List<String> ofResponses(byte[] bytes, String... methods) {
        return Fragments.told(bytes, told -> {
            HttpExchanges exchanges = new HttpExchanges();
            List.of(methods).forEach(method -> exchanges.ask(new HttpHead(method, "/", 0, 1, List.of())));
            return new HttpTelling(HttpDecoder.ofResponses(exchanges), told);
        });
    }

    @Override
    public void read(ByteBuffer piece) {
        while (true) {
            switch (decoder.step(piece)) {
                case HEAD -> reader = ContentReader.of(decoder.head());
                case BODY -> {
                    body.append(text(piece, decoder.pieceFrom(), piece.position()));
                    reader.read(
                            piece,
                            decoder.pieceFrom(),
                            piece.position(),
                            part -> content.append(text(part, part.position(), part.limit())));
                }
                case END -> end();
                case MORE -> {
                    return;
                }
                case OPAQUE -> {
                    tellOnce("opaque from " + decoder.position());
                    return;
                }
                case BROKEN -> {
                    tellOnce("broken: " + decoder.problem());
                    return;
                }
            }
        }
    }

    private void tellOnce(String what) {
        if (told.isEmpty() || !told.getLast().equals(what)) {
            told.add(what);
        }
    }

    private void end() {
        HttpHead head = decoder.head();
        String first = head.status() == 0 ? head.method() + " " + head.target() : Integer.toString(head.status());
        HttpExchanges.Asked asked = decoder.asked();
        String wrapped = content.toString().contentEquals(body) ? "" : " content [" + shorten(content) + "]";
        told.add(decoder.start() + "-" + decoder.position() + " " + first + " #" + (asked == null ? 0 : asked.number())
                + " [" + shorten(body) + "]" + wrapped);
        body.setLength(0);
        content.setLength(0);
    }

    private static String shorten(CharSequence text) {
        return text.length() > SHOWN
                ? text.subSequence(0, 10) + "..." + text.length() + " "
                        + text.toString().hashCode()
                : text.toString();
    }

    private static String text(ByteBuffer buffer, int from, int to) {
        byte[] bytes = new byte[to - from];
        buffer.get(from, bytes);
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }
}
