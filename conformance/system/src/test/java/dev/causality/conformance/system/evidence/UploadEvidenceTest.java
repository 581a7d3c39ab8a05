package dev.causality.conformance.system.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.causality.checkers.history.HistoryWriter;
import dev.causality.checkers.history.RunEvent.PhaseBegun;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class UploadEvidenceTest {
    @TempDir
    private Path folder;

    @Test
    void b1_the_rows_of_every_upload_are_told_and_of_an_unreadable_one_nothing() throws Exception {
        Path puts = Files.createDirectories(folder.resolve("puts"));
        parquet(puts.resolve("c1-1"), 2);
        parquet(puts.resolve("c1-2"), 0);
        Files.writeString(puts.resolve("c1-3"), "PAR1 and no end");
        Files.writeString(puts.resolve("c1-4"), "the bytes of a dead letter");
        Path file = folder.resolve("history.jsonl");
        try (HistoryWriter history = HistoryWriter.create(file)) {
            history.append(at -> new PhaseBegun(at, "read"));
            long known = new UploadEvidence(puts, history).read(List.of("c1-1", "c1-2", "c1-3", "c1-4", "c1-5"));
            assertThat(known).isEqualTo(3);
        }
        List<String> lines = Files.readAllLines(file);
        assertThat(lines)
                .hasSize(4)
                .anySatisfy(line -> assertThat(line)
                        .contains("\"put\":\"c1-1\"", "\"eventId\":\"e1\"", "\"eventId\":\"e2\"", "\"sequence\":2"))
                .anySatisfy(line -> assertThat(line).contains("\"put\":\"c1-2\",\"rows\":[]"))
                .anySatisfy(line -> assertThat(line).contains("\"put\":\"c1-4\",\"rows\":[]"));
    }

    private static void parquet(Path file, int rows) throws Exception {
        try (Connection duckdb = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duckdb.createStatement()) {
            statement.execute("COPY (SELECT 'e' || i AS id, 'k' || i AS idempotency_key, i::BIGINT AS stream_sequence,"
                    + " 2026 AS year, 11 AS month, 20 AS day, 7 AS hour, 'a' AS app_id, 'd' AS device_id,"
                    + " 1::BIGINT AS timestamp_ms, NULL::VARCHAR AS correlation_id, 'user' AS event_category,"
                    + " 'login' AS event_type, NULL::VARCHAR AS platform, NULL::VARCHAR AS os_version,"
                    + " NULL::VARCHAR AS app_version, NULL::INTEGER AS screen_width, '{}' AS payload_json"
                    + " FROM range(1, " + (rows + 1) + ") t(i)) TO '" + file + "' (FORMAT parquet)");
        }
    }
}
