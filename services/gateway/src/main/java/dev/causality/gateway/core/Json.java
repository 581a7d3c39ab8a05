package dev.causality.gateway.core;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Writes small JSON documents. */
final class Json {

    static final JsonFactory FACTORY = new JsonFactory();
    private static final int USUAL_SIZE = 256;

    private Json() {}

    /** What {@code content} writes, in UTF-8. */
    static byte[] write(Content content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(USUAL_SIZE);
        try (JsonGenerator json = FACTORY.createGenerator(bytes)) {
            content.to(json);
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory failed", e);
        }
        return bytes.toByteArray();
    }

    /** Something that can be written. */
    @FunctionalInterface
    interface Content {
        void to(JsonGenerator json) throws IOException;
    }
}
