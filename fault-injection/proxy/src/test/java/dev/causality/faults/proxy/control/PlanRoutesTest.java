package dev.causality.faults.proxy.control;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.causality.faults.proxy.TcpClient;
import dev.causality.faults.proxy.TcpServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code /plan}: plans over the control API, and what became of them. */
class PlanRoutesTest {
    private static final String SLOW_NOW_DOWN_LATER = """
            {"seed": 7, "faults": [
              {"name": "slow", "target": "link", "fault": {"type": "latency", "latencyMillis": 1}},
              {"name": "later", "target": "link", "fault": {"type": "down"},
               "schedule": {"begin": {"type": "at", "millis": 3600000}}}]}
            """;

    private final ControlFixture fixture = new ControlFixture();
    private final TcpServer server = TcpServer.echo();
    private String listen = "";

    @BeforeEach
    void link() throws Exception {
        listen = fixture.client()
                .createProxy("link", "127.0.0.1:0", server.address())
                .getListen();
    }

    @AfterEach
    void stop() {
        fixture.close();
        server.close();
    }

    private JsonNode fault(int index) throws Exception {
        return fixture.get("/plan").json().path("faults").path(index);
    }

    private void echo() throws Exception {
        try (TcpClient client = TcpClient.connect(listen)) {
            assertThat(client.send("hello").read(5)).isEqualTo("hello");
        }
    }

    @Test
    void a_plan_is_begun_shows_what_was_applied_and_is_ended() throws Exception {
        ControlFixture.Answer begun = fixture.post("/plan", SLOW_NOW_DOWN_LATER);

        assertThat(begun.status()).isEqualTo(201);
        assertThat(begun.json().path("planned").asInt()).isEqualTo(2);
        assertThat(begun.json().path("faults").path(0).path("inForce").asBoolean())
                .isTrue();
        echo();
        ControlFixture.Answer during = fixture.get("/plan");
        assertThat(during.status()).isEqualTo(200);
        assertThat(during.json().path("seed").asInt()).isEqualTo(7);
        assertThat(during.json().path("applied").asInt()).isEqualTo(1);
        assertThat(during.json().path("faults").path(0).path("applied").asInt()).isPositive();
        assertThat(during.json().path("faults").path(0).path("first").asText()).startsWith("connection 1 of link: ");
        assertThat(during.json().path("faults").path(1).toString())
                .isEqualTo("{\"name\":\"later\",\"evidence\":\"later\",\"type\":\"down\",\"target\":\"link\","
                        + "\"inForce\":false,\"begun\":0,\"applied\":0,\"first\":\"\"}");

        ControlFixture.Answer ended = fixture.request("DELETE", "/plan", "");

        assertThat(ended.status()).isEqualTo(200);
        assertThat(ended.json().path("applied").asInt()).isEqualTo(1);
        assertThat(ended.json().path("faults").path(0).path("inForce").asBoolean(true))
                .isFalse();
        assertThat(fixture.client().getProxy("link").toxics().getAll()).isEmpty();
        assertThat(fixture.get("/plan").error()).isEqualTo("plan not found 404");
    }

    @Test
    void a_plan_that_comes_again_is_counted_anew() throws Exception {
        fixture.post("/plan", SLOW_NOW_DOWN_LATER);
        echo();
        fixture.request("DELETE", "/plan", "");

        assertThat(fixture.post("/plan", SLOW_NOW_DOWN_LATER).status()).isEqualTo(201);

        assertThat(fault(0).path("applied").asInt()).isZero();
        assertThat(fault(0).path("name").asText()).isEqualTo("slow");
        assertThat(fault(0).path("evidence").asText()).isEqualTo("slow#2");
        echo();
        assertThat(fault(0).path("applied").asInt()).isPositive();
        assertThat(fixture.get("/metrics").body()).contains("{fault=\"slow\",", "{fault=\"slow#2\",");
    }

    private static final String DOWN =
            "{\"faults\": [{\"name\": \"out\", \"target\": \"link\", \"fault\": {\"type\": \"down\"}}]}";

    private boolean enabled() throws Exception {
        return fixture.get("/proxies/link").json().path("enabled").asBoolean();
    }

    private void enable(boolean enabled) throws Exception {
        assertThat(fixture.post("/proxies/link", "{\"enabled\": " + enabled + "}")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void a_plan_does_nothing_to_a_proxy_that_is_disabled_and_does_not_enable_it() throws Exception {
        enable(false);
        fixture.post("/plan", DOWN);
        assertThat(fault(0).path("applied").asInt()).isZero();

        fixture.request("DELETE", "/plan", "");

        assertThat(enabled()).isFalse();
        enable(true);
        echo();
    }

    @Test
    void a_proxy_that_was_made_disabled_is_not_enabled_by_a_plan() throws Exception {
        fixture.post("/proxies", "{\"name\": \"off\", \"upstream\": \"" + server.address() + "\", \"enabled\": false}");
        fixture.post("/plan", DOWN.replace("link", "off"));

        fixture.request("DELETE", "/plan", "");

        assertThat(fixture.get("/proxies/off").json().path("enabled").asBoolean(true))
                .isFalse();
    }

    @Test
    void a_proxy_that_is_disabled_while_a_plan_keeps_it_down_stays_disabled() throws Exception {
        fixture.post("/plan", DOWN);
        enable(false);

        fixture.request("DELETE", "/plan", "");

        assertThat(enabled()).isFalse();
        enable(true);
        echo();
    }

    @Test
    void a_proxy_that_a_plan_keeps_down_opens_when_that_ends_whatever_was_changed() throws Exception {
        fixture.post("/plan", DOWN);
        enable(true);
        fixture.post("/proxies/link", "{\"upstream\": \"localhost:1\"}");
        assertThat(enabled()).isFalse();
        fixture.post("/proxies/link", "{\"upstream\": \"" + server.address() + "\"}");

        fixture.request("DELETE", "/plan", "");

        assertThat(enabled()).isTrue();
        echo();
    }

    @Test
    void a_reset_opens_also_what_a_plan_keeps_down() throws Exception {
        fixture.post("/plan", DOWN);

        assertThat(fixture.request("POST", "/reset", "").status()).isEqualTo(204);

        echo();
        fixture.request("DELETE", "/plan", "");
        echo();
    }

    @Test
    void one_plan_at_a_time() throws Exception {
        assertThat(fixture.post("/plan", SLOW_NOW_DOWN_LATER).status()).isEqualTo(201);

        assertThat(fixture.post("/plan", SLOW_NOW_DOWN_LATER).error())
                .isEqualTo("a plan is being carried out already 409");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''                                                | EOF",
                "{                                                 | line 1, column 2: Unexpected end-of-input",
                "{\"faults\": []}                                  | the plan has no faults",
                "{\"fault\": []}                                   | fault: unknown field; known are faults, seed",
                "{\"faults\":[{\"name\":\"x\"}]}                   | faults[0]: target is missing",
                "{\"faults\":[{\"name\":\"x\",\"target\":\"y\",\"fault\":{\"type\":\"down\"}}]} | x: there is no proxy y",
                "{\"faults\":[{\"name\":\"x\",\"target\":\"link\",\"fault\":{\"type\":\"bad\"}}]} | faults[0].fault: unknown type bad",
                "{\"faults\":[{\"name\":\"x\",\"target\":\"link\",\"fault\":{\"type\":\"redis-drop\"}}]}"
                        + " | x: proxy link has no protocol that redis-drop could apply to",
            })
    void a_mistake_is_answered_400_with_its_place_and_nothing_begins(String plan, String why) throws Exception {
        ControlFixture.Answer answer = fixture.post("/plan", plan);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().path("status").asInt()).isEqualTo(400);
        assertThat(answer.json().path("error").asText()).startsWith("bad request body: " + why);
        assertThat(fixture.get("/plan").status()).isEqualTo(404);
        assertThat(fixture.ledger().accounts()).isEmpty();
    }

    @Test
    void other_methods_and_paths_are_refused() throws Exception {
        assertThat(fixture.request("PUT", "/plan", SLOW_NOW_DOWN_LATER).status())
                .isEqualTo(405);
        assertThat(fixture.get("/plan/slow").status()).isEqualTo(404);
        assertThat(fixture.request("DELETE", "/plan", "").error()).isEqualTo("plan not found 404");
    }
}
