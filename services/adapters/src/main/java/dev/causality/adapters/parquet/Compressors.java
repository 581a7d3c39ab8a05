package dev.causality.adapters.parquet;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.zip.GZIPOutputStream;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.xerial.snappy.Snappy;

/** The ways to compress. Those of parquet-hadoop want Hadoop at run time. */
final class Compressors {

    /** Level 3 made files no smaller and took longer. */
    private static final int ZSTD_LEVEL = 1;

    private Compressors() {}

    static Compressor create(ParquetCompression compression) {
        return switch (compression) {
            case ZSTD -> new ZstdCompressor();
            case SNAPPY -> new SnappyCompressor();
            case GZIP -> new GzipCompressor();
            case NONE -> new NoCompressor();
        };
    }

    /** Keeps its native context, which costs more to make than a small page to compress. */
    private static final class ZstdCompressor implements Compressor {

        private final ZstdCompressCtx context = new ZstdCompressCtx().setLevel(ZSTD_LEVEL);

        @Override
        public CompressionCodecName codec() {
            return CompressionCodecName.ZSTD;
        }

        @Override
        public void compress(Bytes source, Bytes target) {
            int bound = Math.toIntExact(Zstd.compressBound(source.size()));
            byte[] array = target.ensure(bound);
            target.advance(context.compressByteArray(array, target.size(), bound, source.array(), 0, source.size()));
        }

        @Override
        public void close() {
            context.close();
        }
    }

    private static final class SnappyCompressor implements Compressor {

        @Override
        public CompressionCodecName codec() {
            return CompressionCodecName.SNAPPY;
        }

        @Override
        public void compress(Bytes source, Bytes target) {
            byte[] array = target.ensure(Snappy.maxCompressedLength(source.size()));
            try {
                target.advance(Snappy.compress(source.array(), 0, source.size(), array, target.size()));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void close() {}
    }

    private static final class GzipCompressor implements Compressor {

        @Override
        public CompressionCodecName codec() {
            return CompressionCodecName.GZIP;
        }

        @Override
        public void compress(Bytes source, Bytes target) {
            ByteArrayOutputStream compressed = new ByteArrayOutputStream();
            try (OutputStream gzip = new GZIPOutputStream(compressed)) {
                gzip.write(source.array(), 0, source.size());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            target.put(compressed.toByteArray(), 0, compressed.size());
        }

        @Override
        public void close() {}
    }

    private static final class NoCompressor implements Compressor {

        @Override
        public CompressionCodecName codec() {
            return CompressionCodecName.UNCOMPRESSED;
        }

        @Override
        public void compress(Bytes source, Bytes target) {
            target.put(source.array(), 0, source.size());
        }

        @Override
        public void close() {}
    }
}
