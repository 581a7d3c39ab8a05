package dev.causality.adapters.parquet;

import java.util.Arrays;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.PositionOutputStream;

/** A file that is a reusable array. Not thread-safe. */
final class MemoryFile extends PositionOutputStream implements OutputFile {

    private final Bytes bytes = new Bytes();

    byte[] toByteArray() {
        return Arrays.copyOf(bytes.array(), bytes.size());
    }

    /** Makes room at once: growing by doubling would hold three times the file. */
    void expect(int size) {
        bytes.ensure(size);
    }

    long retainedBytes() {
        return bytes.capacity();
    }

    void clear() {
        bytes.clear();
    }

    @Override
    public long getPos() {
        return bytes.size();
    }

    @Override
    public void write(int value) {
        bytes.put(value);
    }

    @Override
    public void write(byte[] source, int offset, int length) {
        bytes.put(source, offset, length);
    }

    @Override
    public PositionOutputStream create(long blockSizeHint) {
        return this;
    }

    @Override
    public PositionOutputStream createOrOverwrite(long blockSizeHint) {
        return this;
    }

    @Override
    public boolean supportsBlockSize() {
        return false;
    }

    @Override
    public long defaultBlockSize() {
        return 0;
    }
}
