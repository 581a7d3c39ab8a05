package dev.causality.conformance.system.evidence;

import dev.causality.checkers.history.HistoryWriter;
import dev.causality.checkers.history.WireEvent.PutCarried;
import dev.causality.checkers.history.WireEvent.RowIdentity;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Writes the rows of every upload into the history, as DuckDB reads them from the copies that taps kept: also of uploads
 * that failed, or that something else overwrote. What is no Parquet file has no rows; of one that cannot be read nothing is
 * written, and then nobody knows.
 */
public final class UploadEvidence {
    private static final byte[] MAGIC = "PAR1".getBytes(StandardCharsets.US_ASCII);
    private static final int AT_ONCE = 100;

    private final Path folder;
    private final HistoryWriter history;

    /** @param folder where the copies are, each under its upload's name */
    public UploadEvidence(Path folder, HistoryWriter history) {
        this.folder = folder;
        this.history = history;
    }

    /** Reads the copies of these uploads; returns of how many the rows are known. */
    public long read(List<String> puts) throws IOException {
        List<String> files = new ArrayList<>();
        long known = 0;
        for (String put : puts) {
            if (isParquet(folder.resolve(put))) {
                files.add(put);
            } else if (Files.exists(folder.resolve(put))) {
                history.append(at -> new PutCarried(at, put, List.of()));
                known++;
            }
        }
        try (ParquetFiles parquet = ParquetFiles.open()) {
            for (int from = 0; from < files.size(); from += AT_ONCE) {
                known += readTogether(files.subList(from, Math.min(files.size(), from + AT_ONCE)), parquet);
            }
        } catch (SQLException e) {
            throw new IOException("DuckDB does not work: " + e.getMessage(), e);
        }
        return known;
    }

    private static boolean isParquet(Path file) throws IOException {
        if (!Files.exists(file)) {
            return false;
        }
        try (InputStream in = Files.newInputStream(file)) {
            return Arrays.equals(in.readNBytes(MAGIC.length), MAGIC);
        }
    }

    private long readTogether(List<String> puts, ParquetFiles parquet) {
        try {
            Map<Path, ParquetFiles.Content> contents =
                    parquet.read(puts.stream().map(folder::resolve).toList());
            puts.forEach(put -> carried(put, Objects.requireNonNull(contents.get(folder.resolve(put)))));
            return puts.size();
        } catch (SQLException oneOfThem) {
            return puts.size() == 1
                    ? 0
                    : puts.stream()
                            .mapToLong(put -> readTogether(List.of(put), parquet))
                            .sum();
        }
    }

    private void carried(String put, ParquetFiles.Content content) {
        List<RowIdentity> rows = content.rows().stream()
                .map(row -> new RowIdentity(row.content().appId(), row.key(), row.id(), row.sequence()))
                .toList();
        history.append(at -> new PutCarried(at, put, rows));
    }
}
