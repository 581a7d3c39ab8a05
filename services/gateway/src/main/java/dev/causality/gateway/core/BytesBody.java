package dev.causality.gateway.core;

import dev.causality.kernel.Deadline;
import java.util.OptionalLong;

/** A body in memory. */
final class BytesBody implements Body {

    private final byte[] bytes;
    private int position;

    BytesBody(byte[] bytes) {
        this.bytes = bytes;
    }

    @Override
    public OptionalLong announced() {
        return OptionalLong.of(bytes.length);
    }

    @Override
    public Progress read(byte[] target, int offset, int length, Deadline deadline) {
        int count = Math.min(length, bytes.length - position);
        if (count == 0) {
            return new Progress.End();
        }
        System.arraycopy(bytes, position, target, offset, count);
        position += count;
        return new Progress.Bytes(count);
    }
}
