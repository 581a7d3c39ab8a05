package dev.causality.faults.proxy.protocol.http;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Unwraps the content of an upload from its body: the AWS SDK puts content into chunks of its own (aws-chunked), whatever
 * HTTP does besides. Not thread-safe.
 */
public final class ContentReader {
    static final ContentReader PLAIN = new ContentReader(null);

    private final @Nullable Chunks chunks;
    private boolean broken;

    private ContentReader(@Nullable Chunks chunks) {
        this.chunks = chunks;
    }

    /** For the body of this request. */
    public static ContentReader of(HttpHead request) {
        boolean wrapped = request.lists("content-encoding", "aws-chunked")
                || request.header("x-amz-content-sha256").orElse("").startsWith("STREAMING-");
        return new ContentReader(wrapped ? new Chunks() : null);
    }

    /** Takes the content; each piece is from the buffer's position to its limit, and valid during the call only. */
    @FunctionalInterface
    public interface Sink {
        void content(ByteBuffer piece);
    }

    /** Reads a piece of the body, from {@code from} to {@code to} of the buffer, whose position stays. */
    public void read(ByteBuffer in, int from, int to, Sink sink) {
        ByteBuffer piece = in.duplicate().limit(to).position(from);
        if (chunks == null) {
            sink.content(piece);
            return;
        }
        while (!broken) {
            switch (chunks.step(piece)) {
                case BODY -> sink.content(in.duplicate().limit(piece.position()).position(chunks.pieceFrom()));
                case BROKEN -> broken = true;
                default -> {
                    return;
                }
            }
        }
    }

    /** Whether the body is not in the chunks that its head announces; what came before that was passed on. */
    public boolean isBroken() {
        return broken;
    }
}
