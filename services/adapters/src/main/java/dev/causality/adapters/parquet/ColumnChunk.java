package dev.causality.adapters.parquet;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.page.DictionaryPage;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.jspecify.annotations.Nullable;

/**
 * The compressed pages of one column of a file. They wait here because a column's dictionary precedes its pages and is known
 * after them. Not thread-safe.
 */
final class ColumnChunk {

    private final ColumnDescriptor descriptor;
    private final Compressor compressor;
    private final List<Page> pages = new ArrayList<>();
    private final Bytes body = new Bytes();

    ColumnChunk(ColumnDescriptor descriptor, Compressor compressor) {
        this.descriptor = descriptor;
        this.compressor = compressor;
    }

    /** A page that lies in {@link #body} up to {@code end}, from where the one before it ends. */
    private record Page(int rows, int nulls, Encoding encoding, int rawSize, int end) {}

    void add(Bytes page, int rows, int nulls, Encoding encoding) {
        compressor.compress(page, body);
        pages.add(new Page(rows, nulls, encoding, page.size(), body.size()));
    }

    void write(ParquetFileWriter file, @Nullable Dictionary dictionary, @Nullable Bounds bounds) throws IOException {
        long rows = pages.stream().mapToLong(Page::rows).sum();
        file.startColumn(descriptor, rows, compressor.codec());
        if (dictionary != null) {
            writeDictionary(file, dictionary);
        }
        int start = 0;
        for (Page page : pages) {
            writePage(file, page, start, bounds);
            start = page.end();
        }
        file.endColumn();
    }

    /** The size of the compressed pages. */
    int bytes() {
        return body.size();
    }

    long retainedBytes() {
        return body.capacity();
    }

    void clear() {
        pages.clear();
        body.clear();
    }

    private void writeDictionary(ParquetFileWriter file, Dictionary dictionary) throws IOException {
        int start = body.size();
        compressor.compress(dictionary.page(), body);
        BytesInput input = BytesInput.from(body.array(), start, body.size() - start);
        file.writeDictionaryPage(
                new DictionaryPage(input, dictionary.page().size(), dictionary.size(), Encoding.PLAIN));
    }

    /**
     * Without the count of rows, in which case no page index is written: a column of our files has one page or two, and
     * an index of those would only make the file larger. Hence the deprecated method. The statistics of pages are added
     * up to those of the column and not written themselves.
     */
    @SuppressWarnings("deprecation")
    private void writePage(ParquetFileWriter file, Page page, int start, @Nullable Bounds bounds) throws IOException {
        Statistics.Builder statistics =
                Statistics.getBuilderForReading(descriptor.getPrimitiveType()).withNumNulls(page.nulls());
        if (bounds != null) {
            statistics.withMin(bounds.lowest()).withMax(bounds.highest());
        }
        file.writeDataPage(
                page.rows(),
                page.rawSize(),
                BytesInput.from(body.array(), start, page.end() - start),
                statistics.build(),
                Encoding.RLE,
                Encoding.RLE,
                page.encoding());
    }
}
