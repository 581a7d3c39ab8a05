package dev.causality.faults.proxy.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.causality.faults.proxy.TcpClient;
import dev.causality.faults.proxy.TcpServer;
import dev.causality.testservers.FreePorts;
import eu.rekawek.toxiproxy.Proxy;
import eu.rekawek.toxiproxy.model.ToxicDirection;
import eu.rekawek.toxiproxy.model.toxic.Latency;
import java.io.IOException;
import java.net.ConnectException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Toxiproxy's contract: every route, by the official client where it has a method, and by raw requests. */
class ControlApiTest {
    private final ControlFixture fixture = new ControlFixture();
    private final TcpServer server = TcpServer.echo();

    @AfterEach
    void stop() {
        fixture.close();
        server.close();
    }

    private Proxy create(String name) throws IOException {
        return fixture.client().createProxy(name, "127.0.0.1:0", server.address());
    }

    private static String echo(String address) throws IOException {
        try (TcpClient client = TcpClient.connect(address)) {
            return client.send("hello").read(5);
        }
    }

    @Test
    void a_proxy_is_created_shown_listed_and_deleted() throws Exception {
        Proxy proxy = create("b");
        create("a");

        assertThat(proxy.getListen()).matches("127\\.0\\.0\\.1:[1-9]\\d*");
        assertThat(proxy.getUpstream()).isEqualTo(server.address());
        assertThat(proxy.isEnabled()).isTrue();
        assertThat(echo(proxy.getListen())).isEqualTo("hello");
        assertThat(fixture.client().getProxy("b").getListen()).isEqualTo(proxy.getListen());
        assertThat(fixture.client().getProxies()).extracting(Proxy::getName).containsExactly("a", "b");

        proxy.delete();

        assertThat(fixture.client().getProxyOrNull("b")).isNull();
        assertThatThrownBy(() -> echo(proxy.getListen())).isInstanceOf(ConnectException.class);
    }

    @Test
    void answers_have_toxiproxys_fields_and_statuses() throws Exception {
        ControlFixture.Answer created = fixture.post(
                "/proxies", "{\"name\":\"p\",\"listen\":\"127.0.0.1:0\",\"upstream\":\"" + server.address() + "\"}");
        String listen = created.json().path("listen").asText();

        assertThat(created.status()).isEqualTo(201);
        assertThat(created.body())
                .isEqualTo("{\"name\":\"p\",\"listen\":\"" + listen + "\",\"upstream\":\"" + server.address()
                        + "\",\"enabled\":true,\"toxics\":[]}");
        ControlFixture.Answer toxic = fixture.post("/proxies/p/toxics", "{\"type\":\"latency\"}");
        assertThat(toxic)
                .isEqualTo(new ControlFixture.Answer(
                        200,
                        "{\"attributes\":{\"latency\":0,\"jitter\":0},\"name\":\"latency_downstream\","
                                + "\"type\":\"latency\",\"stream\":\"downstream\",\"toxicity\":1}"));
        assertThat(fixture.get("/proxies/p/toxics/latency_downstream")).isEqualTo(toxic);
        assertThat(fixture.get("/proxies/p/toxics").body()).isEqualTo("[" + toxic.body() + "]");
        assertThat(fixture.get("/proxies").json().path("p").path("toxics")).hasSize(1);
        assertThat(fixture.request("PATCH", "/proxies/p/toxics/latency_downstream", "{\"toxicity\":0.5}")
                        .body())
                .contains("\"toxicity\":0.5");
        assertThat(fixture.request("DELETE", "/proxies/p/toxics/latency_downstream", ""))
                .isEqualTo(new ControlFixture.Answer(204, ""));
        assertThat(fixture.request("PATCH", "/proxies/p", "{\"enabled\":false}").body())
                .contains("\"enabled\":false");
        assertThat(fixture.post("/reset", "")).isEqualTo(new ControlFixture.Answer(204, ""));
        assertThat(fixture.request("DELETE", "/proxies/p", "").status()).isEqualTo(204);
        assertThat(fixture.get("/version").json().path("version").asText()).isEqualTo("2.12.0");
        assertThat(fixture.client().version()).contains("2.12.0");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            POST   | /proxies                | {"name":         | 400 | bad request body:
            POST   | /proxies                | ''               | 400 | bad request body: EOF
            POST   | /proxies                | {"name":7}       | 400 | bad request body:
            POST   | /proxies                | {}               | 400 | missing required field: name
            POST   | /proxies                | {"name":"q"}     | 400 | missing required field: upstream
            POST   | /proxies                | {"name":"p","upstream":"localhost:1"} | 409 | proxy already exists
            POST   | /proxies                | {"name":"q","upstream":"localhost:1","listen":"nowhere"} | 500 | listen tcp: address nowhere: missing port in address
            POST   | /proxies                | {"name":"q","upstream":"localhost:1","protocol":"smtp"} | 400 | bad request body: unknown protocol smtp
            GET    | /proxies/q              | ''               | 404 | proxy not found
            POST   | /proxies/q              | {}               | 404 | proxy not found
            PATCH  | /proxies/p              | [                | 400 | bad request body:
            DELETE | /proxies/q              | ''               | 404 | proxy not found
            GET    | /proxies/q/toxics       | ''               | 404 | proxy not found
            POST   | /proxies/q/toxics       | {}               | 404 | proxy not found
            POST   | /proxies/p/toxics       | {                | 400 | bad request body:
            POST   | /proxies/p/toxics       | {"type":"rain"}  | 400 | invalid toxic type
            POST   | /proxies/p/toxics       | {}               | 400 | invalid toxic type
            POST   | /proxies/p/toxics       | {"type":"latency","stream":"sideways"} | 400 | stream was invalid, can be either upstream or downstream
            POST   | /proxies/p/toxics       | {"type":"latency","name":"t"} | 409 | toxic already exists
            POST   | /proxies/p/toxics       | {"type":"latency","attributes":{"latency":"x"}} | 400 | bad request body:
            POST   | /proxies/p/toxics       | {"type":"latency","attributes":{"latency":-1}} | 400 | bad request body: latencyMillis must not be negative
            POST   | /proxies/p/toxics       | {"type":"http-answer","attributes":{"status":503}} | 400 | bad request body: the proxy has no protocol
            GET    | /proxies/p/toxics/none  | ''               | 404 | toxic not found
            PATCH  | /proxies/p/toxics/none  | {}               | 404 | toxic not found
            POST   | /proxies/p/toxics/t     | nonsense         | 400 | bad request body:
            DELETE | /proxies/p/toxics/none  | ''               | 404 | toxic not found
            POST   | /populate               | {}               | 400 | bad request body:
            POST   | /populate               | [{"name":"x","upstream":"localhost:1"},{"upstream":"localhost:1"}] | 400 | missing required field: name at proxy 2
            """)
    void a_mistake_is_answered_as_toxiproxy_does(String method, String path, String body, int status, String error)
            throws Exception {
        create("p").toxics().latency("t", ToxicDirection.UPSTREAM, 0);

        ControlFixture.Answer answer = fixture.request(method, path, body);

        assertThat(answer.error()).startsWith(error).endsWith(" " + status);
        assertThat(answer.status()).isEqualTo(status);
        assertThat(fixture.client().getProxies()).hasSize(1);
    }

    @Test
    void a_port_in_use_is_answered_and_leaves_nothing_behind() throws Exception {
        ControlFixture.Answer answer = fixture.post(
                "/proxies",
                "{\"name\":\"p\",\"listen\":\"" + server.address() + "\",\"upstream\":\"" + server.address() + "\"}");

        assertThat(answer.error()).isEqualTo("listen tcp " + server.address() + ": bind: address already in use 500");
        assertThat(fixture.client().getProxies()).isEmpty();
    }

    @Test
    void unknown_routes_wrong_methods_and_browsers_are_refused() throws Exception {
        assertThat(fixture.get("/nothing").status()).isEqualTo(404);
        assertThat(fixture.get("/proxies/a/b/c/d").status()).isEqualTo(404);
        assertThat(fixture.request("PUT", "/proxies", "{}").status()).isEqualTo(405);
        assertThat(fixture.request("GET", "/proxies", "", "User-Agent", "Mozilla/5.0")
                        .status())
                .isEqualTo(403);
    }

    @Test
    void disabling_closes_and_refuses_connections_and_enabling_takes_the_same_port() throws Exception {
        Proxy proxy = create("p");
        try (TcpClient client = TcpClient.connect(proxy.getListen())) {
            client.send("a").read(1);

            proxy.disable();

            assertThat(client.readOne()).isEqualTo(-1);
            assertThatThrownBy(() -> echo(proxy.getListen())).isInstanceOf(ConnectException.class);
        }
        proxy.enable();
        assertThat(echo(proxy.getListen())).isEqualTo("hello");
        assertThat(fixture.get("/metrics").body())
                .contains("fault_proxy_faults_applied_total{fault=\"p/down\",kind=\"down\"} 1\n");
    }

    @Test
    void another_upstream_restarts_the_proxy_and_keeps_its_toxics() throws Exception {
        try (TcpServer other = TcpServer.sending("other".getBytes(java.nio.charset.StandardCharsets.US_ASCII))) {
            Proxy proxy = create("p");
            proxy.toxics().latency("t", ToxicDirection.UPSTREAM, 1);

            proxy.setUpstream(other.address());

            assertThat(echo(proxy.getListen())).isEqualTo("other");
            assertThat(proxy.toxics().getAll()).hasSize(1);
            String moved = "127.0.0.1:" + FreePorts.next();
            proxy.setListen(moved);
            assertThat(echo(moved)).isEqualTo("other");
        }
    }

    @Test
    void reset_enables_proxies_and_removes_toxics() throws Exception {
        Proxy off = create("off");
        Proxy toxic = create("toxic");
        off.disable();
        toxic.toxics().timeout("t", ToxicDirection.UPSTREAM, 0);

        fixture.client().reset();

        assertThat(echo(off.getListen())).isEqualTo("hello");
        assertThat(echo(toxic.getListen())).isEqualTo("hello");
        assertThat(toxic.toxics().getAll()).isEmpty();
    }

    @Test
    void populate_leaves_equal_proxies_alone_and_replaces_others() throws Exception {
        Proxy same = create("same");
        same.toxics().latency("t", ToxicDirection.UPSTREAM, 1);
        Proxy changed = create("changed");
        changed.toxics().latency("t", ToxicDirection.UPSTREAM, 1);
        try (TcpClient client = TcpClient.connect(same.getListen())) {
            String list = """
                    [{"name": "same", "listen": "%s", "upstream": "%s"},
                     {"name": "changed", "listen": "%s", "upstream": "localhost:1"},
                     {"name": "fresh", "listen": "127.0.0.1:0", "upstream": "%s", "enabled": false}]
                    """.formatted(
                            same.getListen().replace("127.0.0.1", "localhost"),
                            server.address(),
                            changed.getListen(),
                            server.address());

            ControlFixture.Answer answer = fixture.post("/populate", list);

            assertThat(answer.status()).isEqualTo(201);
            assertThat(answer.json().path("proxies")).hasSize(3);
            assertThat(client.send("still here").read(10)).isEqualTo("still here");
            assertThat(fixture.client().getProxy("same").toxics().getAll()).hasSize(1);
            assertThat(fixture.client().getProxy("changed").toxics().getAll()).isEmpty();
            assertThat(fixture.client().getProxy("changed").getUpstream()).isEqualTo("localhost:1");
            assertThat(fixture.client().getProxy("fresh").isEnabled()).isFalse();
        }
    }

    @Test
    void populate_says_what_was_done_before_it_failed() throws Exception {
        ControlFixture.Answer answer = fixture.post(
                "/populate",
                "[{\"name\":\"a\",\"upstream\":\"localhost:1\"},{\"name\":\"b\",\"listen\":\"" + server.address()
                        + "\",\"upstream\":\"localhost:1\"}]");

        assertThat(answer.status()).isEqualTo(500);
        assertThat(answer.json().path("proxies")).hasSize(1);
        assertThat(answer.error()).contains("address already in use");
    }

    @Test
    void a_toxic_is_read_back_and_changed_in_parts() throws Exception {
        Proxy proxy = create("p");
        proxy.toxics().latency("slow", ToxicDirection.UPSTREAM, 100).setJitter(15);

        Latency toxic = proxy.toxics().get("slow", Latency.class);
        assertThat(List.of(toxic.getLatency(), toxic.getJitter())).containsExactly(100L, 15L);
        toxic.setLatency(50);
        toxic.setToxicity(0.25f);

        Latency changed = proxy.toxics().get("slow", Latency.class);
        assertThat(List.of(changed.getLatency(), changed.getJitter())).containsExactly(50L, 15L);
        assertThat(changed.getToxicity()).isEqualTo(0.25f);
        assertThat(changed.getStream()).isEqualTo(ToxicDirection.UPSTREAM);
        changed.remove();
        assertThat(proxy.toxics().getAll()).isEmpty();
    }

    @Test
    void a_proxy_is_created_with_its_toxics_in_one_call() throws Exception {
        ControlFixture.Answer answer = fixture.post("/proxies", """
                {"name": "p", "upstream": "%s", "seed": 5,
                 "toxics": [{"type": "limit_data", "attributes": {"bytes": 3}}, {"type": "bandwidth", "stream": "upstream",
                  "attributes": {"rate": 1000, "shared": true}}]}
                """.formatted(server.address()));

        assertThat(answer.json().path("toxics")).hasSize(2);
        assertThat(answer.json().path("toxics").path(1).path("attributes").toString())
                .isEqualTo("{\"rate\":1000,\"shared\":true}");
        assertThat(echo(answer.json().path("listen").asText())).isEqualTo("hel");
    }

    @Test
    void connections_can_be_looked_into() throws Exception {
        Proxy proxy = create("p");
        proxy.toxics().latency("connections", ToxicDirection.UPSTREAM, 1);
        proxy.toxics().latency("never", ToxicDirection.UPSTREAM, 1).setToxicity(0);
        try (TcpClient client = TcpClient.connect(proxy.getListen())) {
            client.send("hello").read(5);

            var connections = fixture.get("/proxies/p/connections").json();

            assertThat(connections).hasSize(1);
            assertThat(connections.path(0).path("number").asInt()).isEqualTo(1);
            assertThat(connections.path(0).path("client").asText())
                    .isEqualTo("127.0.0.1:" + client.socket().getLocalPort());
            assertThat(connections.path(0).path("downstream").path("sentBytes").asInt())
                    .isEqualTo(5);
            assertThat(connections.path(0).path("toxics").toString()).isEqualTo("[\"connections\"]");
        }
        await().until(() -> fixture.get("/proxies/p/connections").json().isEmpty());
    }

    @Test
    void metrics_count_bytes_and_faults() throws Exception {
        Proxy proxy = create("p");
        proxy.toxics().latency("t", ToxicDirection.UPSTREAM, 1);
        echo(proxy.getListen());

        assertThat(fixture.get("/metrics").body())
                .contains("toxiproxy_proxy_received_bytes_total{direction=\"upstream\",listener=\"" + proxy.getListen()
                        + "\",proxy=\"p\",upstream=\"" + server.address() + "\"} 5\n")
                .contains("toxiproxy_proxy_sent_bytes_total{direction=\"downstream\",listener=\"" + proxy.getListen()
                        + "\",proxy=\"p\",upstream=\"" + server.address() + "\"} 5\n")
                .contains("fault_proxy_faults_applied_total{fault=\"p/t\",kind=\"latency\"} 1\n");
    }
}
