package dev.causality.faults.proxy.tap;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a PUT carries, while it passes: its size, its hash, and a copy of it in a file. A copy that cannot be made is left
 * out, and the PUT goes on.
 */
final class Upload {
    private static final Logger LOG = LoggerFactory.getLogger(Upload.class);

    /** Of a larger one no copy is kept. */
    private static final long MAX_KEPT_BYTES = 256L * 1024 * 1024;

    private final MessageDigest hash = sha256();
    private final @Nullable Path file;
    private @Nullable FileChannel copy;
    private long bytes;

    private Upload(@Nullable Path file) {
        this.file = file;
    }

    /** Begins a copy in this file, if one is wanted. */
    static Upload into(@Nullable Path file) {
        Upload upload = new Upload(file);
        if (file != null) {
            try {
                upload.copy = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            } catch (IOException e) {
                LOG.atError().setCause(e).log("cannot keep what a PUT carries");
            }
        }
        return upload;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** A piece of its content; its position stays. */
    void add(ByteBuffer piece) {
        bytes += piece.remaining();
        hash.update(piece.duplicate());
        if (copy == null) {
            return;
        }
        if (bytes > MAX_KEPT_BYTES) {
            discard();
            return;
        }
        try {
            ByteBuffer rest = piece.duplicate();
            while (rest.hasRemaining()) {
                copy.write(rest);
            }
        } catch (IOException e) {
            LOG.atError().setCause(e).log("cannot keep what a PUT carries");
            discard();
        }
    }

    long bytes() {
        return bytes;
    }

    /** All of it has passed; its hash. */
    String complete() {
        close();
        return HexFormat.of().formatHex(hash.digest());
    }

    /** It was cut off, or cannot be kept: the copy goes. */
    void discard() {
        if (copy == null || file == null) {
            return;
        }
        close();
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            LOG.atWarn().setCause(e).log("a part of a PUT is left behind");
        }
    }

    private void close() {
        try {
            if (copy != null) {
                copy.close();
            }
        } catch (IOException e) {
            LOG.atError().setCause(e).log("cannot keep what a PUT carries");
        }
        copy = null;
    }
}
