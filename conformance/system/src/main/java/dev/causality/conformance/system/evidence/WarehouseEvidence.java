package dev.causality.conformance.system.evidence;

import dev.causality.checkers.history.HistoryWriter;
import dev.causality.checkers.history.StoreEvent.StoredObject;
import dev.causality.checkers.history.StoreEvent.StoredRow;
import dev.causality.conformance.system.workload.RowContent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Blob;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads the whole warehouse with DuckDB, which shares no code with the writer, and writes every object and row into the
 * history. Objects are read one at a time: one that cannot be read says so and hides no other.
 */
public final class WarehouseEvidence {
    private static final String SUFFIX = ".parquet";
    private static final String ROWS = "SELECT id, idempotency_key, stream_sequence, year, month, day, hour, "
            + RowContent.columns() + " FROM read_parquet(?, hive_partitioning = false)";
    private static final String METADATA = "SELECT key, value FROM parquet_kv_metadata(?)";

    private final Bucket bucket;
    private final String prefix;
    private final String createdKey;
    private final HistoryWriter history;

    /**
     * @param prefix where the warehouse begins
     * @param createdKey the key in a file's metadata that says when its stream was created, as ISO 8601
     */
    public WarehouseEvidence(Bucket bucket, String prefix, String createdKey, HistoryWriter history) {
        this.bucket = bucket;
        this.prefix = prefix;
        this.createdKey = createdKey;
        this.history = history;
    }

    /** What was found. */
    public record Found(long objects, long rows) {}

    /**
     * Reads everything.
     *
     * @param scratch a folder for the object that is being read
     */
    public Found read(Path scratch) throws IOException {
        Files.createDirectories(scratch);
        Path file = scratch.resolve("object.parquet");
        long objects = 0;
        long rows = 0;
        try (Connection duckdb = DriverManager.getConnection("jdbc:duckdb:")) {
            for (String key : warehouseKeys()) {
                byte[] bytes = bucket.get(key)
                        .orElseThrow(() -> new IOException(key + " was listed and is gone: nothing may delete here"));
                Files.write(file, bytes);
                objects++;
                rows += readObject(key, bytes.length, file.toString(), duckdb);
            }
        } catch (SQLException e) {
            throw new IOException("DuckDB does not work: " + e.getMessage(), e);
        } finally {
            Files.deleteIfExists(file);
        }
        return new Found(objects, rows);
    }

    private List<String> warehouseKeys() {
        return bucket.keys(prefix + "/").stream()
                .filter(key -> key.endsWith(SUFFIX))
                .toList();
    }

    /** A statement that has failed once is closed for good, hence new ones for each object. */
    private long readObject(String key, long size, String file, Connection duckdb) {
        try (PreparedStatement select = duckdb.prepareStatement(ROWS);
                PreparedStatement metadata = duckdb.prepareStatement(METADATA)) {
            Map<String, String> said = metadata(file, metadata);
            List<Row> rows = Row.readAll(file, select);
            history.append(at -> new StoredObject(at, key, size, rows.size(), said, null));
            String created = said.get(createdKey);
            rows.forEach(row -> history.append(at -> row.at(at, key, created)));
            return rows.size();
        } catch (SQLException e) {
            String problem = Objects.requireNonNullElse(e.getMessage(), e.toString());
            history.append(at -> new StoredObject(at, key, size, 0, Map.of(), problem));
            return 0;
        }
    }

    private static Map<String, String> metadata(String file, PreparedStatement statement) throws SQLException {
        Map<String, String> entries = new LinkedHashMap<>();
        statement.setString(1, file);
        try (ResultSet results = statement.executeQuery()) {
            while (results.next()) {
                entries.put(text(results, 1), text(results, 2));
            }
        }
        return entries;
    }

    private static String text(ResultSet results, int column) throws SQLException {
        Blob blob = results.getBlob(column);
        return new String(blob.getBytes(1, (int) blob.length()), StandardCharsets.UTF_8);
    }

    /** One row as the file has it. */
    private record Row(String id, String key, long sequence, String partition, RowContent content) {

        static List<Row> readAll(String file, PreparedStatement select) throws SQLException {
            List<Row> rows = new ArrayList<>();
            select.setString(1, file);
            try (ResultSet results = select.executeQuery()) {
                while (results.next()) {
                    rows.add(read(results));
                }
            }
            return rows;
        }

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
