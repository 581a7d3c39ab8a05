package dev.causality.faults.proxy.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.causality.faults.proxy.TcpClient;
import dev.causality.faults.proxy.TcpServer;
import eu.rekawek.toxiproxy.Proxy;
import eu.rekawek.toxiproxy.model.ToxicDirection;
import eu.rekawek.toxiproxy.model.toxic.Latency;
import eu.rekawek.toxiproxy.model.toxic.LimitData;
import eu.rekawek.toxiproxy.model.toxic.Timeout;
import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each toxic's effect, measured on real sockets. Times are asserted from below only: a busy machine is merely slower. */
class ToxicsTest {
    private static final ToxicDirection UP = ToxicDirection.UPSTREAM;
    private static final ToxicDirection DOWN = ToxicDirection.DOWNSTREAM;

    private final ControlFixture fixture = new ControlFixture();
    private final List<AutoCloseable> opened = new ArrayList<>();

    @AfterEach
    void stop() throws Exception {
        for (AutoCloseable each : opened) {
            each.close();
        }
        fixture.close();
    }

    private Proxy proxy(TcpServer server) throws IOException {
        opened.add(server);
        return fixture.client().createProxy("p", "127.0.0.1:0", server.address());
    }

    private TcpClient connect(Proxy proxy) throws IOException {
        TcpClient client = TcpClient.connect(proxy.getListen());
        opened.add(client);
        return client;
    }

    private void toxic(String json) throws Exception {
        assertThat(fixture.post("/proxies/p/toxics", json).status()).isEqualTo(200);
    }

    private static Duration time(Callable<?> action) throws Exception {
        long start = System.nanoTime();
        action.call();
        return Duration.ofNanos(System.nanoTime() - start);
    }

    private long applied(String fault) {
        return fixture.ledger().accounts().stream()
                .filter(account -> account.fault().equals(fault))
                .mapToLong(account -> account.applications())
                .sum();
    }

    private static byte[] pattern(int length) {
        byte[] bytes = new byte[length];
        IntStream.range(0, length).forEach(i -> bytes[i] = (byte) (i * 31 + i / 251));
        return bytes;
    }

    @ParameterizedTest
    @EnumSource(ToxicDirection.class)
    void latency_delays_every_message(ToxicDirection direction) throws Exception {
        Proxy proxy = proxy(TcpServer.echo());
        proxy.toxics().latency("t", direction, 150);
        TcpClient client = connect(proxy);

        for (int i = 0; i < 2; i++) {
            assertThat(time(() -> client.send("hello").read(5))).isGreaterThanOrEqualTo(Duration.ofMillis(150));
        }
        assertThat(applied("p/t")).isEqualTo(2);
    }

    @Test
    void latency_with_jitter_keeps_the_order_and_loses_nothing() throws Exception {
        Proxy proxy = proxy(TcpServer.echo());
        proxy.toxics().latency("t", UP, 20).setJitter(20);
        TcpClient client = connect(proxy);
        byte[] sent = pattern(200_000);
        for (int i = 0; i < sent.length; i += 1000) {
            client.send(Arrays.copyOfRange(sent, i, i + 1000));
        }

        assertThat(client.end().readAll()).isEqualTo(sent);
    }

    @Test
    void latency_works_on_connections_that_live_and_lets_go_of_what_it_holds() throws Exception {
        Proxy proxy = proxy(TcpServer.echo());
        TcpClient client = connect(proxy);
        client.send("a").read(1);
        Latency latency = proxy.toxics().latency("t", UP, 3_600_000);
        client.send("held");
        await().until(() -> applied("p/t") == 1);

        latency.remove();

        assertThat(client.read(4)).isEqualTo("held");
        assertThat(client.send("free").read(4)).isEqualTo("free");
    }

    @Test
    void a_latency_that_becomes_shorter_lets_go_of_what_it_holds() throws Exception {
        Proxy proxy = proxy(TcpServer.echo());
        TcpClient client = connect(proxy);
        Latency latency = proxy.toxics().latency("t", UP, 3_600_000);
        client.send("held");
        await().until(() -> applied("p/t") == 1);

        latency.setLatency(1);

        assertThat(client.read(4)).isEqualTo("held");
    }

    @ParameterizedTest
    @EnumSource(ToxicDirection.class)
    void bandwidth_passes_no_more_than_its_rate(ToxicDirection direction) throws Exception {
        Proxy proxy = proxy(TcpServer.echo());
        proxy.toxics().bandwidth("t", direction, 200);
        TcpClient client = connect(proxy);
        byte[] sent = pattern(60_000);

        assertThat(time(() -> assertThat(client.send(sent).end().readAll()).isEqualTo(sent)))
                .isGreaterThanOrEqualTo(Duration.ofMillis(300));
    }

    @Test
    void a_bandwidth_of_nothing_passes_nothing_until_it_is_removed() throws Exception {
        Proxy proxy = proxy(TcpServer.echo());
        var bandwidth = proxy.toxics().bandwidth("t", UP, 0);
        TcpClient client = connect(proxy);
        client.send("hello");
        client.socket().setSoTimeout(200);
        assertThatThrownBy(client::readOne).isInstanceOf(SocketTimeoutException.class);

        bandwidth.remove();

        client.socket().setSoTimeout(30_000);
        assertThat(client.read(5)).isEqualTo("hello");
    }

    @Test
    void a_shared_bandwidth_is_shared_by_all_connections() throws Exception {
        Proxy proxy = proxy(TcpServer.sending(pattern(20_000)));
        toxic("{\"type\":\"bandwidth\",\"attributes\":{\"rate\":200,\"shared\":true}}");
        List<TcpClient> clients = List.of(connect(proxy), connect(proxy), connect(proxy), connect(proxy));

        assertThat(time(() -> {
                    for (TcpClient client : clients) {
                        assertThat(client.readAll()).isEqualTo(pattern(20_000));
                    }
                    return true;
                }))
                .isGreaterThanOrEqualTo(Duration.ofMillis(380));
    }

    @Test
    void slow_close_passes_the_end_on_late() throws Exception {
        Proxy proxy = proxy(TcpServer.sending("bye".getBytes(StandardCharsets.US_ASCII)));
        proxy.toxics().slowClose("t", DOWN, 200);

        assertThat(time(() -> {
                    TcpClient client = connect(proxy);
                    assertThat(client.read(3)).isEqualTo("bye");
                    assertThat(client.readOne()).isEqualTo(-1);
                    return true;
                }))
                .isGreaterThanOrEqualTo(Duration.ofMillis(200));
    }

    @ParameterizedTest
    @EnumSource(ToxicDirection.class)
    void timeout_drops_everything_and_closes(ToxicDirection direction) throws Exception {
        Proxy proxy = proxy(TcpServer.echo());
        proxy.toxics().timeout("t", direction, 150);

        assertThat(time(() -> {
                    TcpClient client = connect(proxy).send("hello");
                    assertThat(client.readAll()).isEmpty();
                    return true;
                }))
                .isGreaterThanOrEqualTo(Duration.ofMillis(150));
        await().until(() -> fixture.get("/proxies/p/connections").json().isEmpty());
    }

    @Test
    void a_timeout_of_nothing_never_closes_but_closes_when_it_is_removed() throws Exception {
        Proxy proxy = proxy(TcpServer.echo());
        var timeout = proxy.toxics().timeout("t", UP, 0);
        TcpClient client = connect(proxy).send("hello");
        client.socket().setSoTimeout(200);
        assertThatThrownBy(client::readOne).isInstanceOf(SocketTimeoutException.class);

        timeout.remove();

        client.socket().setSoTimeout(30_000);
        assertThat(client.readOne()).isEqualTo(-1);
    }

    @Test
    void a_timeout_that_is_changed_closes_nothing_and_counts_from_then_on() throws Exception {
        Proxy proxy = proxy(TcpServer.echo());
        Timeout timeout = proxy.toxics().timeout("t", UP, 0);
        TcpClient client = connect(proxy).send("hello");
        await().until(() -> applied("p/t") == 1);

        timeout.setTimeout(3_600_000);

        client.socket().setSoTimeout(200);
        assertThatThrownBy(client::readOne).isInstanceOf(SocketTimeoutException.class);
        client.socket().setSoTimeout(30_000);
        assertThat(time(() -> {
                    timeout.setTimeout(150);
                    assertThat(client.readOne()).isEqualTo(-1);
                    return true;
                }))
                .isGreaterThanOrEqualTo(Duration.ofMillis(150));
    }

    @Test
    void a_timeout_that_a_change_takes_off_a_connection_does_not_close_it() throws Exception {
        Proxy proxy = proxy(TcpServer.echo());
        Timeout timeout = proxy.toxics().timeout("t", UP, 0);
        TcpClient client = connect(proxy).send("lost");
        await().until(() -> applied("p/t") == 1);

        timeout.setToxicity(0);

        assertThat(client.send("hello").read(5)).isEqualTo("hello");
    }

    @ParameterizedTest
    @EnumSource(ToxicDirection.class)
    void reset_peer_resets_with_an_rst(ToxicDirection direction) throws Exception {
        Proxy proxy = proxy(TcpServer.echo());
        proxy.toxics().resetPeer("t", direction, 100);
        TcpClient client = connect(proxy);

        assertThat(time(() -> {
                    client.send("x");
                    assertThatThrownBy(client::readOne)
                            .isInstanceOf(SocketException.class)
                            .hasMessageContaining("reset");
                    return true;
                }))
                .isGreaterThanOrEqualTo(Duration.ofMillis(100));
    }

    @Test
    void slicer_cuts_the_stream_into_pieces() throws Exception {
        byte[] sent = pattern(2_000);
        List<Integer> pieces = new ArrayList<>();
        Proxy proxy = proxy(TcpServer.start(socket -> {
            byte[] buffer = new byte[10_000];
            for (int count = socket.getInputStream().read(buffer); count > 0; ) {
                pieces.add(count);
                socket.getOutputStream().write(buffer, 0, count);
                count = socket.getInputStream().read(buffer);
            }
        }));
        proxy.toxics().slicer("t", UP, 100, 10_000).setSizeVariation(20);
        TcpClient client = connect(proxy);

        assertThat(time(() -> assertThat(client.send(sent).end().readAll()).isEqualTo(sent)))
                .isGreaterThanOrEqualTo(Duration.ofMillis(10 * (2_000 / 120 - 1)));
        assertThat(pieces).hasSizeGreaterThan(1);
    }

    @Test
    void slicer_passes_slices_on_while_more_bytes_come() throws Exception {
        Proxy proxy = proxy(TcpServer.echo());
        proxy.toxics().slicer("t", UP, 1, 100_000);
        TcpClient client = connect(proxy);

        await().pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(10))
                .until(() -> client.send("x").socket().getInputStream().available() >= 5);
    }

    @Test
    void limit_data_passes_so_many_bytes_and_closes() throws Exception {
        Proxy proxy = proxy(TcpServer.echo());
        proxy.toxics().limitData("t", UP, 7);
        TcpClient client = connect(proxy);

        assertThat(client.send("hello").read(5)).isEqualTo("hello");
        assertThat(client.send("world").readAll()).asString().isEqualTo("");
        await().until(() -> fixture.get("/proxies/p/connections").json().isEmpty());
        assertThat(fixture.get("/metrics").body())
                .contains("sent_bytes_total{direction=\"upstream\",listener=\"" + proxy.getListen()
                        + "\",proxy=\"p\",upstream=\"" + proxy.getUpstream() + "\"} 7\n");
    }

    @Test
    void a_limit_that_is_changed_counts_what_has_passed_before() throws Exception {
        Proxy proxy = proxy(TcpServer.echo());
        LimitData limit = proxy.toxics().limitData("t", DOWN, 100);
        TcpClient client = connect(proxy);
        client.send("12345").read(5);

        limit.setBytes(8);

        assertThat(client.send("67890").readAll()).asString().isEqualTo("678");
    }

    @Test
    void corrupt_changes_single_bytes_and_no_lengths() throws Exception {
        Proxy proxy = proxy(TcpServer.echo());
        toxic("{\"type\":\"corrupt\",\"stream\":\"upstream\",\"attributes\":{\"one_in\":100}}");
        byte[] sent = pattern(100_000);
        TcpClient client = connect(proxy);
        Thread sending = Thread.ofVirtual().start(() -> {
            try {
                client.send(sent).end();
            } catch (IOException seenByTheReader) {
                // What is missing fails the test.
            }
        });

        byte[] received = client.readAll();
        sending.join();

        assertThat(received).hasSameSizeAs(sent);
        long changed = IntStream.range(0, sent.length)
                .filter(i -> sent[i] != received[i])
                .count();
        assertThat(changed).isBetween(800L, 1200L).isEqualTo(applied("p/corrupt_upstream"));
    }

    @Test
    void the_first_connections_are_dropped_and_the_others_are_not() throws Exception {
        Proxy proxy = proxy(TcpServer.echo());
        toxic("{\"type\":\"drop_connections\",\"attributes\":{\"count\":2}}");

        for (int i = 0; i < 2; i++) {
            TcpClient dropped = connect(proxy);
            assertThatThrownBy(() -> {
                        dropped.send("x");
                        dropped.readOne();
                    })
                    .isInstanceOf(SocketException.class);
        }
        assertThat(connect(proxy).send("hello").read(5)).isEqualTo("hello");
        assertThat(applied("p/drop_connections_downstream")).isEqualTo(2);
    }

    @Test
    void cut_after_cuts_after_a_time() throws Exception {
        Proxy proxy = proxy(TcpServer.echo());
        toxic("{\"type\":\"cut_after\",\"attributes\":{\"time\":150}}");

        assertThat(time(() -> {
                    TcpClient client = connect(proxy);
                    assertThat(client.send("hello").read(5)).isEqualTo("hello");
                    assertThat(client.readOne()).isEqualTo(-1);
                    return true;
                }))
                .isGreaterThanOrEqualTo(Duration.ofMillis(150));
    }

    @Test
    void cut_after_resets_if_asked() throws Exception {
        Proxy proxy = proxy(TcpServer.echo());
        toxic("{\"type\":\"cut_after\",\"attributes\":{\"time\":50,\"reset\":true}}");
        TcpClient client = connect(proxy);

        assertThatThrownBy(client::readOne).isInstanceOf(SocketException.class).hasMessageContaining("reset");
    }

    @Test
    void a_black_hole_swallows_one_direction_and_not_the_other() throws Exception {
        Proxy proxy = proxy(TcpServer.sending("greeting".getBytes(StandardCharsets.US_ASCII)));
        toxic("{\"type\":\"black_hole\",\"stream\":\"upstream\",\"name\":\"hole\"}");
        TcpClient client = connect(proxy).send("into the void");

        assertThat(client.read(8)).isEqualTo("greeting");
        await().until(() -> applied("p/hole") > 0);
        assertThat(fixture.get("/metrics").body())
                .contains("sent_bytes_total{direction=\"upstream\",listener=\"" + proxy.getListen()
                        + "\",proxy=\"p\",upstream=\"" + proxy.getUpstream() + "\"} 0\n");
    }

    @ParameterizedTest
    @EnumSource(ToxicDirection.class)
    void half_open_cuts_the_receiver_off_and_leaves_the_sender_in_the_dark(ToxicDirection direction) throws Exception {
        TcpServer server = TcpServer.echo();
        Proxy proxy = proxy(server);
        TcpClient client = connect(proxy);
        client.send("a").read(1);
        toxic("{\"type\":\"half_open\",\"name\":\"t\",\"stream\":\""
                + direction.name().toLowerCase(java.util.Locale.ROOT) + "\"}");

        if (direction == UP) {
            await().until(() -> server.accepted().getFirst().isClosed());
            client.send("anybody there?");
            client.socket().setSoTimeout(200);
            assertThatThrownBy(client::readOne).isInstanceOf(SocketTimeoutException.class);
        } else {
            assertThat(client.readOne()).isEqualTo(-1);
            assertThat(server.accepted().getFirst().isClosed()).isFalse();
        }
        assertThat(applied("p/t")).isEqualTo(1);
    }

    @Test
    void toxics_stack_in_their_order() throws Exception {
        Proxy proxy = proxy(TcpServer.sending(pattern(50_000)));
        proxy.toxics().limitData("limit", DOWN, 40_000);
        proxy.toxics().latency("latency", DOWN, 100);
        proxy.toxics().bandwidth("bandwidth", DOWN, 200);
        TcpClient client = connect(proxy);

        assertThat(time(() -> assertThat(client.readAll()).isEqualTo(pattern(40_000))))
                .isGreaterThanOrEqualTo(Duration.ofMillis(280));
    }

    @Test
    void toxicity_hits_its_share_of_connections_once_and_for_all() throws Exception {
        Proxy proxy = proxy(TcpServer.echo());
        proxy.toxics().limitData("t", DOWN, 1).setToxicity(0.5f);
        int hit = 0;
        for (int i = 0; i < 100; i++) {
            try (TcpClient client = TcpClient.connect(proxy.getListen())) {
                hit += client.send("ab").end().readAll().length == 1 ? 1 : 0;
            }
        }

        assertThat(hit).isBetween(25, 75).isEqualTo((int) applied("p/t"));
    }

    @Test
    void toxics_that_come_and_go_under_traffic_lose_and_reorder_nothing() throws Exception {
        Proxy proxy = proxy(TcpServer.echo());
        TcpClient client = connect(proxy);
        byte[] sent = pattern(8_000_000);
        Thread sending = Thread.ofVirtual().start(() -> {
            try {
                client.send(sent).end();
            } catch (IOException seenByTheReader) {
                // What is missing fails the test.
            }
        });
        Thread changing = Thread.ofVirtual().start(() -> {
            try {
                for (int i = 0; i < 15; i++) {
                    var latency = proxy.toxics().latency("l", UP, i % 3);
                    var slicer = proxy.toxics().slicer("s", DOWN, 700, 1).setSizeVariation(300);
                    var bandwidth = proxy.toxics().bandwidth("b", UP, 20_000);
                    latency.setJitter(2);
                    bandwidth.setRate(30_000);
                    latency.remove();
                    slicer.remove();
                    bandwidth.remove();
                }
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        });

        assertThat(client.readAll()).isEqualTo(sent);
        sending.join();
        changing.join();
    }
}
