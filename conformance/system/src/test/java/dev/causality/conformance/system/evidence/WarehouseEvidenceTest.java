package dev.causality.conformance.system.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.causality.checkers.history.HistoryWriter;
import dev.causality.checkers.history.RunEvent.PhaseBegun;
import dev.causality.conformance.system.stack.S3Clients;
import dev.causality.conformance.system.stack.StoreAddress;
import dev.causality.testservers.S3Server;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

final class WarehouseEvidenceTest {
    private static final String FOLDER = "events/app_id=a/year=2026/month=11/day=20/hour=07/";

    @TempDir
    Path folder;

    private S3Server server;
    private StoreAddress store;
    private S3Client client;

    @BeforeEach
    void start() {
        server = S3Server.start();
        store = new StoreAddress(server.endpoint(), "us-east-1", "bucket", server.accessKey(), server.secretKey());
        client = S3Clients.open(store);
        client.createBucket(request -> request.bucket("bucket"));
    }

    @AfterEach
    void stop() {
        client.close();
        server.close();
    }

    private byte[] parquet(int rows) throws Exception {
        Path file = folder.resolve("made.parquet");
        Files.deleteIfExists(file);
        try (Connection duckdb = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duckdb.createStatement()) {
            statement.execute("COPY (SELECT 'e' || i AS id, 'k' || i AS idempotency_key, i::BIGINT AS stream_sequence,"
                    + " 2026 AS year, 11 AS month, 20 AS day, 7 AS hour, 'a' AS app_id, 'd' AS device_id,"
                    + " 1::BIGINT AS timestamp_ms, NULL::VARCHAR AS correlation_id, 'user' AS event_category,"
                    + " 'login' AS event_type, NULL::VARCHAR AS platform, NULL::VARCHAR AS os_version,"
                    + " NULL::VARCHAR AS app_version, NULL::INTEGER AS screen_width, '{}' AS payload_json"
                    + " FROM range(1, " + (rows + 1) + ") t(i)) TO '" + file
                    + "' (FORMAT parquet, KV_METADATA {created: '2026-11-20T00:00:00Z'})");
        }
        return Files.readAllBytes(file);
    }

    private void put(String key, byte[] bytes) {
        client.putObject(request -> request.bucket("bucket").key(key), RequestBody.fromBytes(bytes));
    }

    @Test
    void b13_rows_fences_and_broken_files_are_all_in_the_history() throws Exception {
        put(FOLDER + "rows.parquet", parquet(2));
        put(FOLDER + "fence.parquet", parquet(0));
        put(FOLDER + "half.parquet", "PAR1 and no end".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        put("events/_probe", new byte[0]);
        put("dlq/bytes", new byte[1]);
        Path file = folder.resolve("history.jsonl");
        WarehouseEvidence.Found found;
        try (HistoryWriter history = HistoryWriter.create(file);
                Bucket bucket = new Bucket(store)) {
            history.append(at -> new PhaseBegun(at, "read"));
            found = new WarehouseEvidence(bucket, "events", "created", history).read(folder.resolve("scratch"));
        }
        List<String> lines = Files.readAllLines(file);
        assertThat(found).as("%s", lines).isEqualTo(new WarehouseEvidence.Found(3, 2));
        assertThat(lines)
                .anySatisfy(line -> assertThat(line)
                        .contains(
                                "stored-object", "rows.parquet", "\"rows\":2", "\"created\":\"2026-11-20T00:00:00Z\""));
        assertThat(lines).anySatisfy(line -> assertThat(line).contains("stored-object", "fence.parquet", "\"rows\":0"));
        assertThat(lines).anySatisfy(line -> assertThat(line).contains("stored-object", "half.parquet", "\"problem\""));
        assertThat(lines)
                .anySatisfy(line -> assertThat(line)
                        .contains(
                                "stored-row",
                                "\"eventId\":\"e2\"",
                                "\"idempotencyKey\":\"k2\"",
                                "\"sequence\":2",
                                "\"streamCreated\":\"2026-11-20T00:00:00Z\"",
                                "\"partition\":\"app_id=a/year=2026/month=11/day=20/hour=07\""));
    }
}
