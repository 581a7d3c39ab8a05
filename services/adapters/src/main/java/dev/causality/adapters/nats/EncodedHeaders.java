package dev.causality.adapters.nats;

import dev.causality.ports.Header;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A message's headers from their bytes, as far as they are any; each byte becomes one character. */
final class EncodedHeaders {

    private EncodedHeaders() {}

    static List<Header> read(byte[] encoded) {
        return read(encoded, encoded.length);
    }

    /** Of the first {@code length} bytes. */
    static List<Header> read(byte[] encoded, int length) {
        List<Header> headers = new ArrayList<>();
        new String(encoded, 0, length, StandardCharsets.ISO_8859_1)
                .lines()
                .skip(1)
                .forEach(line -> {
                    int colon = line.indexOf(':');
                    if (colon > 0) {
                        headers.add(new Header(
                                line.substring(0, colon),
                                line.substring(colon + 1).strip()));
                    }
                });
        return headers;
    }
}
