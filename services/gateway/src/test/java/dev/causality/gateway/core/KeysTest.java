package dev.causality.gateway.core;

import static dev.causality.gateway.core.GatewayFixture.error;
import static dev.causality.gateway.core.GatewayFixture.json;
import static dev.causality.gateway.core.GatewayFixture.known;
import static dev.causality.gateway.core.GatewayFixture.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.causality.kernel.Deadline;
import dev.causality.ports.DocumentBucket;
import dev.causality.ports.DocumentBucket.Change;
import dev.causality.testservers.NatsServer;
import io.nats.client.Connection;
import io.nats.client.Nats;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** API keys and their administration, on two instances that share a server. */
class KeysTest {

    private static final Duration A_SECOND = Duration.ofSeconds(1);

    private NatsServer server;
    private Faults faults;
    private GatewayFixture one;
    private GatewayFixture two;

    @BeforeEach
    void start() {
        server = NatsServer.start();
        faults = new Faults();
        Map<String, String> settings = Map.of("API_KEYS_MAX_STALENESS", "4s", "PUBLISH_TIMEOUT", "1s");
        one = new GatewayFixture(server, settings).awaitReady();
        two = new GatewayFixture(server, settings, faults::over).awaitReady();
    }

    @AfterEach
    void stop() {
        two.close();
        one.close();
        server.close();
    }

    @Test
    void a_new_key_works_at_once_where_it_was_made_and_soon_everywhere() {
        String key = one.key("shop");

        assertThat(one.ingest(key, Events.event("shop")).status()).isEqualTo(200);
        await().atMost(A_SECOND)
                .untilAsserted(
                        () -> assertThat(two.ingest(key, Events.event("shop")).status())
                                .isEqualTo(200));
    }

    @Test
    void a5_a_revoked_key_stops_working_everywhere_within_a_second() {
        JsonNode created = json(one.create("{\"app_id\":\"shop\"}"));
        String key = created.get("key").asText();
        await().atMost(A_SECOND)
                .until(() -> two.ingest(key, Events.event("shop")).status() == 200);

        assertThat(one.admin("DELETE", "/v1/admin/keys/" + created.get("id").asText(), "")
                        .status())
                .isEqualTo(204);

        assertThat(one.ingest(key, Events.event("shop")).status()).isEqualTo(401);
        await().atMost(A_SECOND)
                .untilAsserted(
                        () -> assertThat(two.ingest(key, Events.event("shop")).status())
                                .isEqualTo(401));
    }

    @Test
    void a_key_made_on_one_instance_can_be_revoked_at_once_on_another() {
        JsonNode created = json(one.create("{\"app_id\":\"shop\"}"));

        assertThat(two.admin("DELETE", "/v1/admin/keys/" + created.get("id").asText(), "")
                        .status())
                .isEqualTo(204);

        await().atMost(A_SECOND)
                .untilAsserted(() -> assertThat(one.ingest(created.get("key").asText(), Events.event("shop"))
                                .status())
                        .isEqualTo(401));
    }

    @Test
    void keys_outlive_the_server_and_revoked_ones_do_not_come_back() {
        String kept = one.key("shop");
        JsonNode revoked = json(one.create("{\"app_id\":\"shop\"}"));
        server.kill();
        server.restart();
        one.awaitReady();
        assertThat(one.admin("DELETE", "/v1/admin/keys/" + revoked.get("id").asText(), "")
                        .status())
                .isEqualTo(204);
        two.awaitReady();

        await().atMost(A_SECOND)
                .untilAsserted(() -> assertThat(two.ingest(revoked.get("key").asText(), Events.event("shop"))
                                .status())
                        .isEqualTo(401));
        assertThat(two.ingest(kept, Events.event("shop")).status()).isEqualTo(200);
        try (GatewayFixture fresh = new GatewayFixture(server, Map.of()).awaitReady()) {
            assertThat(fresh.ingest(kept, Events.event("shop")).status()).isEqualTo(200);
            assertThat(fresh.ingest(revoked.get("key").asText(), Events.event("shop"))
                            .status())
                    .isEqualTo(401);
        }
    }

    @Test
    void a_silent_watch_is_opened_anew_and_until_then_no_key_is_taken_on_trust_for_long() {
        JsonNode created = json(one.create("{\"app_id\":\"shop\"}"));
        String key = created.get("key").asText();
        await().atMost(A_SECOND)
                .until(() -> two.ingest(key, Events.event("shop")).status() == 200);
        faults.watchesSilent = true;
        assertThat(one.admin("DELETE", "/v1/admin/keys/" + created.get("id").asText(), "")
                        .status())
                .isEqualTo(204);

        await().atMost(Duration.ofSeconds(8)).untilAsserted(() -> {
            Response response = two.ingest(key, Events.event("shop"));
            assertThat(response.status()).isEqualTo(503);
            assertThat(error(response).get("code").asText()).isEqualTo("not_ready");
        });
        assertThat(two.gateway.notReady().orElseThrow()).contains("API keys");

        faults.watchesSilent = false;

        two.awaitReady();
        assertThat(two.ingest(key, Events.event("shop")).status()).isEqualTo(401);
    }

    @Test
    void a5_a_bucket_that_was_made_again_ends_the_gateway_and_the_keys_of_the_old_one_with_it() {
        String key = one.key("shop");
        assertThat(one.ingest(key, Events.event("shop")).status()).isEqualTo(200);

        deleteBucket();

        try (GatewayFixture fresh = new GatewayFixture(server, Map.of()).awaitReady()) {
            for (GatewayFixture old : List.of(one, two)) {
                await().atMost(GatewayFixture.PATIENCE)
                        .untilAsserted(() -> assertThat(old.gateway.failure().orElse("none"))
                                .contains("API keys")
                                .contains("KV_CAUSALITY_API_KEYS"));
                assertThat(old.ingest(key, Events.event("shop")).status()).isEqualTo(503);
                assertThat(old.gateway.notReady()).isPresent();
            }
            assertThat(fresh.ingest(key, Events.event("shop")).status()).isEqualTo(401);
            assertThat(fresh.gateway.failure()).isEmpty();
        }
    }

    @Test
    void a_bucket_that_is_gone_ends_the_gateway() {
        deleteBucket();

        await().atMost(GatewayFixture.PATIENCE)
                .untilAsserted(
                        () -> assertThat(one.gateway.failure().orElse("none")).contains("gone"));
    }

    @Test
    void a5_a_watch_that_does_not_hear_of_a_bucket_made_again_keeps_no_key_in_use() {
        String key = one.key("shop");
        grow("CAUSALITY_API_KEYS", 1000);
        await().atMost(GatewayFixture.PATIENCE)
                .until(() -> two.ingest(key, Events.event("shop")).status() == 200);
        faults.watchesDeaf = true;
        await().atMost(GatewayFixture.PATIENCE).until(() -> faults.askedWhileDeaf.get() > 0);

        deleteBucket();

        try (GatewayFixture _ = new GatewayFixture(server, Map.of()).awaitReady()) {
            await().atMost(GatewayFixture.PATIENCE)
                    .untilAsserted(() -> assertThat(
                                    two.ingest(key, Events.event("shop")).status())
                            .isEqualTo(503));

            faults.watchesDeaf = false;

            await().atMost(GatewayFixture.PATIENCE)
                    .until(() -> two.gateway.failure().isPresent());
        }
    }

    private void deleteBucket() {
        try (Connection admin = Nats.connect(server.url())) {
            admin.jetStreamManagement().deleteStream("KV_CAUSALITY_API_KEYS");
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** Raises the revisions of a bucket. */
    private void grow(String name, int revisions) {
        DocumentBucket bucket = one.streams.bucket(name, 1, one.kernel.deadlineIn(GatewayFixture.PATIENCE));
        for (int i = 0; i < revisions; i++) {
            assertThat(bucket.create("other." + i, new byte[0], one.kernel.deadlineIn(GatewayFixture.PATIENCE)))
                    .isInstanceOf(DocumentBucket.WriteOutcome.Written.class);
        }
    }

    @Test
    void m2_secrets_are_in_no_list_and_in_no_document() {
        String key = one.key("shop");

        JsonNode listed = json(one.admin("GET", "/v1/admin/keys", ""));

        assertThat(listed.get("keys")).hasSize(1);
        assertThat(listed.get("keys").get(0).get("app_id").asText()).isEqualTo("shop");
        assertThat(listed.toString()).doesNotContain(key).doesNotContain("sha256");
        DocumentBucket bucket =
                one.streams.bucket("CAUSALITY_API_KEYS", 1, one.kernel.deadlineIn(GatewayFixture.PATIENCE));
        List<String> documents = new ArrayList<>();
        try (DocumentBucket.Watch watch = bucket.watch()) {
            boolean all = false;
            while (!all) {
                for (Change change : watch.next(Deadline.NEVER, one.kernel.newCancellation())) {
                    all |= change instanceof Change.CaughtUp;
                    if (change instanceof Change.Put(DocumentBucket.Document document)) {
                        documents.add(new String(document.value(), StandardCharsets.UTF_8));
                    }
                }
            }
        }
        assertThat(documents)
                .anyMatch(document -> document.contains("\"sha256\""))
                .noneMatch(text -> text.contains(key));
    }

    @Test
    void a_key_may_have_a_limit_of_its_own() {
        JsonNode created =
                json(one.create("{\"app_id\":\"shop\",\"label\":\"nightly\",\"events_per_second\":0.5,\"burst\":2}"));
        String key = created.get("key").asText();

        assertThat(one.batch(key, List.of(Events.event("shop"), Events.event("shop")))
                        .status())
                .isEqualTo(200);

        Response limited = one.ingest(key, Events.event("shop"));
        assertThat(limited.status()).isEqualTo(429);
        assertThat(GatewayFixture.header(limited, "Retry-After")).contains("2");
        assertThat(json(one.admin("GET", "/v1/admin/keys", ""))
                        .get("keys")
                        .get(0)
                        .get("burst")
                        .asInt())
                .isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "not json|body",
                "[]|body",
                "''|body",
                "{}|app_id",
                "{\"app_id\":7}|app_id",
                "{\"app_id\":\"../x\"}|app_id",
                "{\"app_id\":\"a\",\"role\":\"admin\"}|role",
                "{\"app_id\":\"a\",\"label\":{}}|label",
                "{\"app_id\":\"a\",\"burst\":5}|events_per_second",
                "{\"app_id\":\"a\",\"events_per_second\":0,\"burst\":5}|events_per_second",
                "{\"app_id\":\"a\",\"events_per_second\":5,\"burst\":0}|events_per_second"
            })
    void a5_a_wrong_request_for_a_key_names_the_field(String body, String field) {
        Response response = one.create(body);

        assertThat(response.status()).as(text(response)).isEqualTo(400);
        assertThat(error(response).get("field").asText()).isEqualTo(field);
    }

    @ParameterizedTest
    @CsvSource({"nobody", "../keys", "01a1fbaf-b32d-7a7c-b946-4fdd56ea7610", "pulse", "*", ">"})
    void a5_a_key_that_does_not_exist_cannot_be_revoked(String id) {
        assertThat(one.admin("DELETE", "/v1/admin/keys/" + id, "").status()).isEqualTo(404);
    }

    @Test
    void the_admin_api_asks_for_its_token() {
        for (String authorization : List.of("", "Bearer", "Bearer wrong", "Basic " + GatewayFixture.ADMIN_TOKEN)) {
            Response response = one.call("GET", "/v1/admin/keys", Map.of("Authorization", authorization), new byte[0]);
            assertThat(response.status()).isEqualTo(401);
            assertThat(error(response).get("code").asText()).isEqualTo("unauthenticated");
        }
        String key = one.key("shop");
        assertThat(one.call("GET", "/v1/admin/keys", Map.of("X-API-Key", key), new byte[0])
                        .status())
                .isEqualTo(401);
    }

    @Test
    void the_admin_api_is_off_without_a_token() {
        try (GatewayFixture gateway = new GatewayFixture(server, Map.of("ADMIN_TOKEN", "")).awaitReady()) {
            Response response = gateway.admin("GET", "/v1/admin/keys", "");

            assertThat(response.status()).isEqualTo(403);
            assertThat(error(response).get("message").asText()).contains("ADMIN_TOKEN");
        }
    }

    @Test
    void a_document_that_cannot_be_read_is_no_key_and_harms_no_other() {
        DocumentBucket bucket =
                one.streams.bucket("CAUSALITY_API_KEYS", 1, one.kernel.deadlineIn(GatewayFixture.PATIENCE));
        assertThat(bucket.create(
                        "key.broken",
                        "{".getBytes(StandardCharsets.UTF_8),
                        one.kernel.deadlineIn(GatewayFixture.PATIENCE)))
                .isInstanceOf(DocumentBucket.WriteOutcome.Written.class);

        String key = one.key("shop");

        await().atMost(A_SECOND)
                .untilAsserted(
                        () -> assertThat(two.ingest(key, Events.event("shop")).status())
                                .isEqualTo(200));
        assertThat(json(two.admin("GET", "/v1/admin/keys", "")).get("keys")).hasSize(1);
        assertThat(one.admin("DELETE", "/v1/admin/keys/broken", "").status()).isEqualTo(204);
        assertThat(known(bucket.get("key.broken", one.kernel.deadlineIn(GatewayFixture.PATIENCE))))
                .isEmpty();
    }
}
