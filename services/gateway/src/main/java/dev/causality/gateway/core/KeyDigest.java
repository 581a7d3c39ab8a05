package dev.causality.gateway.core;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/**
 * The SHA-256 of an API key's 32 bytes, in hexadecimal. The keys are random, so neither salt nor a slow hash would add
 * anything; and a look-up by digest gives away nothing by its timing.
 */
record KeyDigest(String hex) {

    /** How long a key is, in bytes. */
    static final int KEY_BYTES = 32;

    private static final HexFormat HEX = HexFormat.of();

    KeyDigest {
        if (hex.length() != 2 * KEY_BYTES || !isHex(hex)) {
            throw new IllegalArgumentException("not the SHA-256 of a key");
        }
    }

    /** The digest of what a client presented; empty when that is no key at all. */
    static Optional<KeyDigest> ofPresented(String key) {
        return key.length() == 2 * KEY_BYTES && isHex(key) ? Optional.of(of(HEX.parseHex(key))) : Optional.empty();
    }

    static KeyDigest of(byte[] key) {
        return new KeyDigest(HEX.formatHex(sha256(key)));
    }

    static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static boolean isHex(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (!HexFormat.isHexDigit(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }
}
