package dev.causality.conformance.simulation;

import com.github.luben.zstd.Zstd;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.page.DataPage;
import org.apache.parquet.column.page.DataPageV1;
import org.apache.parquet.column.page.DictionaryPage;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.column.page.PageReader;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.convert.GroupRecordConverter;
import org.apache.parquet.format.DataPageHeader;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.PageType;
import org.apache.parquet.format.Util;
import org.apache.parquet.format.converter.ParquetMetadataConverter;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;
import org.apache.parquet.io.ColumnIOFactory;
import org.apache.parquet.io.RecordReader;
import org.apache.parquet.schema.MessageType;
import org.jspecify.annotations.Nullable;

/**
 * Reads a warehouse file from its bytes, without any of the writer's code: pages are found and taken apart here, their
 * encodings are parquet-column's. The reader of parquet-hadoop wants Hadoop at run time.
 */
final class ParquetText {

    private static final String MAGIC = "PAR1";
    private static final int FRAME = MAGIC.length();

    private ParquetText() {}

    /**
     * What a file says.
     *
     * @throws IllegalArgumentException when it is not a whole Parquet file
     */
    static ReadableEncoder.Content read(byte[] file) {
        try {
            return content(file);
        } catch (IOException | RuntimeException e) {
            throw new IllegalArgumentException("not a whole Parquet file of " + file.length + " bytes: " + e, e);
        }
    }

    private static ReadableEncoder.Content content(byte[] file) throws IOException {
        ParquetMetadata footer = footer(file);
        MessageType schema = footer.getFileMetaData().getSchema();
        List<ReadableEncoder.RowText> rows = new ArrayList<>();
        for (BlockMetaData block : footer.getBlocks()) {
            RecordReader<Group> reader = new ColumnIOFactory()
                    .getColumnIO(schema)
                    .getRecordReader(new Chunks(file, block), new GroupRecordConverter(schema));
            for (long row = 0; row < block.getRowCount(); row++) {
                rows.add(row(reader.read()));
            }
        }
        return new ReadableEncoder.Content(
                new TreeMap<>(footer.getFileMetaData().getKeyValueMetaData()), rows);
    }

    private static ParquetMetadata footer(byte[] file) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        int length = bytes.getInt(file.length - FRAME - Integer.BYTES);
        String end = new String(file, file.length - FRAME, FRAME, java.nio.charset.StandardCharsets.US_ASCII);
        if (!end.equals(MAGIC)) {
            throw new IllegalArgumentException("it ends with " + end);
        }
        int start = file.length - FRAME - Integer.BYTES - length;
        return new ParquetMetadataConverter()
                .readParquetMetadata(new ByteArrayInputStream(file, start, length), ParquetMetadataConverter.NO_FILTER);
    }

    private static ReadableEncoder.RowText row(Group row) {
        String app = row.getString("app_id", 0);
        String partition = "app_id=%s/year=%d/month=%02d/day=%02d/hour=%02d"
                .formatted(
                        app,
                        row.getInteger("year", 0),
                        row.getInteger("month", 0),
                        row.getInteger("day", 0),
                        row.getInteger("hour", 0));
        return new ReadableEncoder.RowText(
                row.getLong("stream_sequence", 0),
                app,
                row.getString("idempotency_key", 0),
                row.getString("id", 0),
                partition,
                row.getString("device_id", 0));
    }

    /** The columns of a row group. */
    private static final class Chunks implements PageReadStore {

        private final long rows;
        private final Map<String, Chunk> byColumn = new TreeMap<>();

        Chunks(byte[] file, BlockMetaData block) throws IOException {
            rows = block.getRowCount();
            for (ColumnChunkMetaData column : block.getColumns()) {
                byColumn.put(column.getPath().toDotString(), new Chunk(file, column));
            }
        }

        @Override
        public PageReader getPageReader(ColumnDescriptor column) {
            return Optional.ofNullable(byColumn.get(String.join(".", column.getPath())))
                    .orElseThrow();
        }

        @Override
        public long getRowCount() {
            return rows;
        }
    }

    /** The pages of one column of a row group. */
    private static final class Chunk implements PageReader {

        private final long values;
        private final Iterator<DataPage> pages;
        private @Nullable DictionaryPage dictionary;

        Chunk(byte[] file, ColumnChunkMetaData column) throws IOException {
            values = column.getValueCount();
            List<DataPage> found = new ArrayList<>();
            ByteArrayInputStream bytes = new ByteArrayInputStream(
                    file, Math.toIntExact(column.getStartingPos()), Math.toIntExact(column.getTotalSize()));
            while (bytes.available() > 0) {
                PageHeader header = Util.readPageHeader(bytes);
                byte[] compressed = bytes.readNBytes(header.getCompressed_page_size());
                byte[] raw = Zstd.decompress(compressed, header.getUncompressed_page_size());
                if (header.getType() == PageType.DICTIONARY_PAGE) {
                    dictionary = new DictionaryPage(
                            BytesInput.from(raw),
                            header.getDictionary_page_header().getNum_values(),
                            encoding(header.getDictionary_page_header().getEncoding()));
                } else {
                    found.add(page(header.getData_page_header(), raw, column));
                }
            }
            pages = found.iterator();
        }

        private static DataPage page(DataPageHeader header, byte[] raw, ColumnChunkMetaData column) {
            return new DataPageV1(
                    BytesInput.from(raw),
                    header.getNum_values(),
                    raw.length,
                    Statistics.createStats(column.getPrimitiveType()),
                    encoding(header.getRepetition_level_encoding()),
                    encoding(header.getDefinition_level_encoding()),
                    encoding(header.getEncoding()));
        }

        private static Encoding encoding(org.apache.parquet.format.Encoding stored) {
            return Encoding.valueOf(stored.name());
        }

        @Override
        public @Nullable DictionaryPage readDictionaryPage() {
            return dictionary;
        }

        @Override
        public long getTotalValueCount() {
            return values;
        }

        @Override
        public @Nullable DataPage readPage() {
            return pages.hasNext() ? pages.next() : null;
        }
    }
}
