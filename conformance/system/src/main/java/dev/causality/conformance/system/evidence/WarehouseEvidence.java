package dev.causality.conformance.system.evidence;

import dev.causality.checkers.history.HistoryWriter;
import dev.causality.checkers.history.StoreEvent.StoredObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Reads the whole warehouse with DuckDB, which shares no code with the writer, and writes every object and row into the
 * history. Many objects are read at once; where one of them cannot be read, each is read alone, so that it hides no other.
 */
public final class WarehouseEvidence {
    private static final String SUFFIX = ".parquet";
    private static final int AT_ONCE = 100;

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
    public record Found(long objects, long rows) {
        private Found plus(Found other) {
            return new Found(objects + other.objects, rows + other.rows);
        }
    }

    /** An object on its way from the bucket into the history. */
    private record Fetched(String key, long size, Path file) {}

    /**
     * Reads everything.
     *
     * @param scratch a folder for the objects that are being read
     */
    public Found read(Path scratch) throws IOException {
        Files.createDirectories(scratch);
        List<String> keys = bucket.keys(prefix + "/").stream()
                .filter(key -> key.endsWith(SUFFIX))
                .toList();
        Found found = new Found(0, 0);
        try (ParquetFiles files = ParquetFiles.open()) {
            for (int from = 0; from < keys.size(); from += AT_ONCE) {
                List<Fetched> fetched = fetch(keys.subList(from, Math.min(keys.size(), from + AT_ONCE)), from, scratch);
                found = found.plus(readTogether(fetched, files));
                for (Fetched each : fetched) {
                    Files.delete(each.file);
                }
            }
        } catch (SQLException e) {
            throw new IOException("DuckDB does not work: " + e.getMessage(), e);
        }
        return found;
    }

    private List<Fetched> fetch(List<String> keys, int number, Path scratch) throws IOException {
        List<Fetched> fetched = new ArrayList<>();
        for (String key : keys) {
            byte[] bytes = bucket.get(key)
                    .orElseThrow(() -> new IOException(key + " was listed and is gone: nothing may delete here"));
            Path file = scratch.resolve("object-" + (number + fetched.size()) + SUFFIX);
            Files.write(file, bytes);
            fetched.add(new Fetched(key, bytes.length, file));
        }
        return fetched;
    }

    private Found readTogether(List<Fetched> objects, ParquetFiles files) {
        try {
            Map<Path, ParquetFiles.Content> contents =
                    files.read(objects.stream().map(Fetched::file).toList());
            return record(objects, contents);
        } catch (SQLException oneOfThem) {
            Found found = new Found(0, 0);
            for (Fetched object : objects) {
                found = found.plus(readAlone(object, files));
            }
            return found;
        }
    }

    private Found readAlone(Fetched object, ParquetFiles files) {
        try {
            return record(List.of(object), files.read(List.of(object.file)));
        } catch (SQLException e) {
            String problem = Objects.requireNonNullElse(e.getMessage(), e.toString());
            history.append(at -> new StoredObject(at, object.key, object.size, 0, Map.of(), problem));
            return new Found(1, 0);
        }
    }

    private Found record(List<Fetched> objects, Map<Path, ParquetFiles.Content> contents) {
        long rows = 0;
        for (Fetched object : objects) {
            ParquetFiles.Content content = Objects.requireNonNull(contents.get(object.file));
            history.append(at ->
                    new StoredObject(at, object.key, object.size, content.rows().size(), content.metadata(), null));
            String created = content.metadata().get(createdKey);
            content.rows().forEach(row -> history.append(at -> row.at(at, object.key, created)));
            rows += content.rows().size();
        }
        return new Found(objects.size(), rows);
    }
}
