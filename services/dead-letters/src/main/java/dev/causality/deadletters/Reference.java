package dev.causality.deadletters;

import dev.causality.ports.Header;
import java.util.List;

/**
 * Bytes that lie in the object store because an entry has no room for them.
 *
 * @param key the object's key
 * @param size how many bytes
 * @param sha256 their SHA-256, in lower-case hexadecimal
 */
public record Reference(String key, long size, String sha256) {

    static Reference to(String key, byte[] bytes) {
        return new Reference(key, bytes.length, Sha256.hex(bytes));
    }

    /** Whether {@code bytes} are the ones that were put there. */
    public boolean describes(byte[] bytes) {
        return bytes.length == size && Sha256.hex(bytes).equals(sha256);
    }

    List<Header> headers(String prefix) {
        return List.of(
                new Header(prefix + EntryHeaders.OBJECT, HeaderText.encode(key)),
                new Header(prefix + EntryHeaders.SIZE, Long.toString(size)),
                new Header(prefix + EntryHeaders.SHA256, sha256));
    }
}
