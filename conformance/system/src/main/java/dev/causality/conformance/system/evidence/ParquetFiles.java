package dev.causality.conformance.system.evidence;

import dev.causality.checkers.history.StoreEvent.StoredRow;
import dev.causality.conformance.system.workload.RowContent;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Blob;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Parquet files of the warehouse as DuckDB reads them. For one thread. */
final class ParquetFiles implements AutoCloseable {
    private static final String COLUMNS =
            "filename, id, idempotency_key, stream_sequence, year, month, day, hour, " + RowContent.columns();

    private final Connection duckdb;

    private ParquetFiles(Connection duckdb) {
        this.duckdb = duckdb;
    }

    static ParquetFiles open() throws SQLException {
        return new ParquetFiles(DriverManager.getConnection("jdbc:duckdb:"));
    }

    /** What one file holds. */
    record Content(Map<String, String> metadata, List<Row> rows) {}

    /**
     * Reads files as one table.
     *
     * @throws SQLException when one of them cannot be read
     */
    Map<Path, Content> read(List<Path> files) throws SQLException {
        Map<Path, Content> contents = new LinkedHashMap<>();
        files.forEach(file -> contents.put(file, new Content(new LinkedHashMap<>(), new ArrayList<>())));
        String list = files.stream()
                .map(file -> "'" + file.toString().replace("'", "''") + "'")
                .collect(Collectors.joining(", ", "[", "]"));
        try (Statement statement = duckdb.createStatement()) {
            try (ResultSet entries =
                    statement.executeQuery("SELECT file_name, key, value FROM parquet_kv_metadata(" + list + ")")) {
                while (entries.next()) {
                    content(contents, entries).metadata.put(text(entries, 2), text(entries, 3));
                }
            }
            try (ResultSet rows = statement.executeQuery("SELECT " + COLUMNS + " FROM read_parquet(" + list
                    + ", filename = true, hive_partitioning = false)")) {
                while (rows.next()) {
                    content(contents, rows).rows.add(Row.read(rows));
                }
            }
        }
        return contents;
    }

    private static Content content(Map<Path, Content> contents, ResultSet row) throws SQLException {
        return Objects.requireNonNull(contents.get(Path.of(row.getString(1))));
    }

    private static String text(ResultSet results, int column) throws SQLException {
        Blob blob = results.getBlob(column);
        return new String(blob.getBytes(1, (int) blob.length()), StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws SQLException {
        duckdb.close();
    }

    /** One row as its file has it. */
    record Row(String id, String key, long sequence, String partition, RowContent content) {

        private static Row read(ResultSet row) throws SQLException {
            String app = Objects.requireNonNullElse(row.getString("app_id"), "");
            int width = row.getInt("screen_width");
            boolean noWidth = row.wasNull();
            RowContent content = new RowContent(
                    app,
                    Objects.requireNonNullElse(row.getString("device_id"), ""),
                    row.getLong("timestamp_ms"),
                    row.getString("correlation_id"),
                    Objects.requireNonNullElse(row.getString("event_category"), ""),
                    Objects.requireNonNullElse(row.getString("event_type"), ""),
                    row.getString("platform"),
                    row.getString("os_version"),
                    row.getString("app_version"),
                    noWidth ? null : width,
                    Objects.requireNonNullElse(row.getString("payload_json"), ""));
            return new Row(
                    Objects.requireNonNullElse(row.getString("id"), ""),
                    Objects.requireNonNullElse(row.getString("idempotency_key"), ""),
                    row.getLong("stream_sequence"),
                    RowContent.partition(
                            app, row.getInt("year"), row.getInt("month"), row.getInt("day"), row.getInt("hour")),
                    content);
        }

        StoredRow at(long at, String objectKey, @Nullable String created) {
            return new StoredRow(
                    at, objectKey, id, content.appId(), key, created, sequence, partition, content.digest());
        }
    }
}
