package dev.causality.faults.proxy.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.causality.faults.plan.Direction;
import dev.causality.faults.proxy.TcpClient;
import dev.causality.faults.proxy.TcpServer;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ListenerTest {
    private final EventLoops loops = EventLoops.start(2);
    private final Listener listener = new Listener(loops, "test");

    @AfterEach
    void stop() {
        loops.close();
    }

    private String through(TcpServer server) throws IOException {
        return through(server.address());
    }

    private String through(String server) throws IOException {
        return listener.open(HostPort.parse("127.0.0.1:0"), HostPort.parse(server));
    }

    @Test
    void bytes_arrive_unchanged_in_both_directions_and_so_does_the_end() throws Exception {
        byte[] sent = new byte[20_000_000];
        new Random(1).nextBytes(sent);
        try (TcpServer server = TcpServer.echo();
                TcpClient client = TcpClient.connect(through(server))) {
            Thread sending = Thread.ofVirtual().start(() -> {
                try {
                    client.send(sent).end();
                } catch (IOException seenByTheReader) {
                    // The bytes that are missing fail the test.
                }
            });

            byte[] received = client.readAll();

            assertThat(received).isEqualTo(sent);
            sending.join();
            assertThat(listener.receivedBytes(Direction.UPSTREAM)).isEqualTo(sent.length);
            assertThat(listener.sentBytes(Direction.DOWNSTREAM)).isEqualTo(sent.length);
            await().until(() -> listener.connections().isEmpty());
        }
    }

    @Test
    void the_end_of_one_direction_leaves_the_other_open() throws Exception {
        byte[] answer = "the answer comes after the client's end".getBytes(StandardCharsets.US_ASCII);
        try (TcpServer server = TcpServer.start(socket -> {
                    socket.getInputStream().readAllBytes();
                    socket.getOutputStream().write(answer);
                });
                TcpClient client = TcpClient.connect(through(server))) {
            client.send("question").end();

            assertThat(client.readAll()).isEqualTo(answer);
        }
    }

    @Test
    void a_reset_is_passed_on_as_a_reset() throws Exception {
        try (TcpServer server = TcpServer.start(socket -> {
                    socket.getInputStream().read();
                    socket.setSoLinger(true, 0);
                });
                TcpClient client = TcpClient.connect(through(server))) {
            client.send("x");

            assertThatThrownBy(client::readOne)
                    .isInstanceOf(SocketException.class)
                    .hasMessageContaining("reset");
        }
    }

    @Test
    void a_server_that_is_down_ends_the_connection_and_nothing_else() throws Exception {
        TcpServer server = TcpServer.echo();
        String address = through(server);
        server.close();

        try (TcpClient client = TcpClient.connect(address)) {
            assertThat(client.readOne()).isEqualTo(-1);
        }
        assertThat(listener.connectFailures()).isEqualTo(1);
        await().until(() -> listener.connections().isEmpty());
    }

    @Test
    void a_server_whose_name_is_unknown_ends_the_connection() throws Exception {
        try (TcpClient client = TcpClient.connect(through("no-such-host.invalid:80"))) {
            assertThat(client.readOne()).isEqualTo(-1);
        }
    }

    @Test
    void a_server_is_found_by_its_name() throws Exception {
        try (TcpServer server = TcpServer.echo();
                TcpClient client = TcpClient.connect(through(server.address().replace("127.0.0.1", "localhost")))) {
            assertThat(client.send("hello").read(5)).isEqualTo("hello");
        }
    }

    @Test
    void a_port_in_use_is_refused_and_can_be_had_later() throws Exception {
        try (TcpServer first = TcpServer.echo()) {
            assertThatThrownBy(() -> listener.open(HostPort.parse(first.address()), HostPort.parse(first.address())))
                    .isInstanceOf(IOException.class);
            assertThat(listener.isOpen()).isFalse();
            assertThat(through(first)).startsWith("127.0.0.1:");
        }
    }

    @Test
    void closing_frees_the_port_at_once_and_closes_the_connections() throws Exception {
        try (TcpServer server = TcpServer.echo()) {
            String address = through(server);
            for (int i = 0; i < 20; i++) {
                try (TcpClient client = TcpClient.connect(address)) {
                    assertThat(client.send("a").read(1)).isEqualTo("a");
                    listener.close();
                    assertThat(client.readOne()).isEqualTo(-1);
                }
                assertThatThrownBy(() -> TcpClient.connect(address)).isInstanceOf(ConnectException.class);
                assertThat(listener.open(HostPort.parse(address), HostPort.parse(server.address())))
                        .isEqualTo(address);
            }
        }
    }

    @Test
    void a_receiver_that_does_not_read_stops_its_sender() throws Exception {
        CountDownLatch goOn = new CountDownLatch(1);
        try (TcpServer server = TcpServer.start(socket -> {
                    awaitLatch(goOn);
                    socket.getInputStream().transferTo(java.io.OutputStream.nullOutputStream());
                });
                TcpClient client = TcpClient.connect(through(server))) {
            client.socket().setSendBufferSize(64 * 1024);
            Thread sender = Thread.ofVirtual().start(() -> {
                try {
                    client.send(new byte[100_000_000]).end();
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            });

            await().during(300, TimeUnit.MILLISECONDS)
                    .until(() -> listener.receivedBytes(Direction.UPSTREAM), stable());
            assertThat(listener.receivedBytes(Direction.UPSTREAM)).isLessThan(50_000_000);
            goOn.countDown();
            assertThat(client.readOne()).isEqualTo(-1);
            sender.join();
            assertThat(listener.sentBytes(Direction.UPSTREAM)).isEqualTo(100_000_000);
        }
    }

    private static java.util.function.Predicate<Long> stable() {
        long[] last = {-1};
        return bytes -> {
            boolean same = bytes == last[0];
            last[0] = bytes;
            return same && bytes > 0;
        };
    }

    private static void awaitLatch(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void silent_clients_stay_and_leave_no_trace_when_they_go() throws Exception {
        try (TcpServer server = TcpServer.silent()) {
            String address = through(server);
            List<TcpClient> clients = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                clients.add(TcpClient.connect(address));
            }
            await().until(() -> listener.connections().size() == 200);
            assertThat(listener.connections().getLast().info().number()).isEqualTo(200);
            for (TcpClient client : clients) {
                client.close();
            }
            await().until(() -> listener.connections().isEmpty());
            await().until(() -> server.accepted().stream().allMatch(Socket::isClosed));
        }
    }

    @Test
    void stages_see_bytes_in_their_order_and_can_be_changed_while_a_connection_lives() throws Exception {
        try (TcpServer server = TcpServer.echo();
                TcpClient client = TcpClient.connect(through(server))) {
            assertThat(client.send("ab").read(2)).isEqualTo("ab");
            StageFactory one = suffix("one", '1');
            StageFactory two = suffix("two", '2');

            listener.setStages(List.of(one, two));
            assertThat(client.send("ab").read(4)).isEqualTo("ab12");
            listener.setStages(List.of(two));
            assertThat(client.send("ab").read(3)).isEqualTo("ab2");
            listener.setStages(List.of(two, suffix("one", '3')));
            assertThat(client.send("ab").read(4)).isEqualTo("ab23");
            listener.setStages(List.of());
            assertThat(client.send("ab").end().readAll()).asString().isEqualTo("ab");
        }
    }

    @Test
    void what_a_stage_holds_when_it_is_replaced_goes_through_its_successor_and_nothing_is_overtaken() throws Exception {
        try (TcpServer server = TcpServer.echo();
                TcpClient client = TcpClient.connect(through(server))) {
            StageFactory behind = suffix("behind", '!');
            listener.setStages(List.of(holding("hold"), behind));
            client.send("abc");
            await().until(() -> listener.receivedBytes(Direction.UPSTREAM) == 3);
            listener.setStages(List.of(suffix("hold", '+'), behind));

            assertThat(client.read(5)).isEqualTo("abc+!");

            listener.setStages(List.of(holding("hold"), behind));
            client.send("def").end();
            await().until(() -> listener.receivedBytes(Direction.UPSTREAM) == 6);
            listener.setStages(List.of(behind));
            assertThat(client.readAll()).asString().isEqualTo("def!");
        }
    }

    @Test
    void a_stage_answers_in_the_servers_place_and_closes_behind_its_answer() throws Exception {
        try (TcpServer server = TcpServer.silent();
                TcpClient client = TcpClient.connect(through(server))) {
            listener.setStages(List.of(upstream("refuse", (bytes, context) -> {
                context.answer(ByteBuffer.wrap("no".getBytes(StandardCharsets.US_ASCII)));
                context.closeAfterAnswer();
            })));

            assertThat(client.send("please").readAll()).asString().isEqualTo("no");
            assertThat(listener.sentBytes(Direction.UPSTREAM)).isZero();
        }
    }

    @Test
    void a_stage_resets_with_an_rst_on_the_wire() throws Exception {
        try (TcpServer server = TcpServer.silent();
                TcpClient client = TcpClient.connect(through(server))) {
            listener.setStages(List.of(upstream("reset", (bytes, context) -> context.reset())));
            client.send("x");

            assertThatThrownBy(client::readOne)
                    .isInstanceOf(SocketException.class)
                    .hasMessageContaining("reset");
        }
    }

    @Test
    void a_receiver_that_is_cut_off_leaves_its_sender_in_the_dark() throws Exception {
        try (TcpServer server = TcpServer.silent();
                TcpClient client = TcpClient.connect(through(server))) {
            listener.setStages(List.of(upstream("cut", (bytes, context) -> context.cutReceiver(false))));
            client.send("x");
            await().until(() -> server.accepted().getFirst().isClosed());
            client.send(new byte[1_000_000]);
            client.socket().setSoTimeout(100);

            assertThatThrownBy(client::readOne).isInstanceOf(SocketTimeoutException.class);
            client.close();
            await().until(() -> listener.connections().isEmpty());
        }
    }

    @Test
    void a_stage_that_fails_resets_its_connection_and_no_other() throws Exception {
        try (TcpServer server = TcpServer.echo()) {
            String address = through(server);
            listener.setStages(List.of(upstream("defect", (bytes, context) -> {
                if (bytes.get(bytes.position()) == 'x') {
                    throw new IllegalStateException("a defect");
                }
                context.pass(bytes);
            })));
            try (TcpClient unlucky = TcpClient.connect(address);
                    TcpClient other = TcpClient.connect(address)) {
                other.send("a");
                unlucky.send("x");

                assertThatThrownBy(unlucky::readOne).isInstanceOf(SocketException.class);
                assertThat(other.send("b").read(2)).isEqualTo("ab");
            }
        }
    }

    @Test
    void a_connection_can_be_closed_before_its_server_was_reached() throws Exception {
        listener.setStages(List.of(new Factory(
                "close",
                new StagePair(
                        new Stage() {
                            @Override
                            public void onStart(StageContext context) {
                                context.close();
                            }

                            @Override
                            public void onBytes(ByteBuffer bytes, StageContext context) {
                                context.pass(bytes);
                            }
                        },
                        null))));
        List<SocketChannel> waiting = new ArrayList<>();
        try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            do {
                waiting.add(SocketChannel.open());
                waiting.getLast().configureBlocking(false);
            } while (waiting.getLast().connect(full.getLocalSocketAddress()) || connectsSoon(waiting.getLast()));
            try (TcpClient client = TcpClient.connect(through("127.0.0.1:" + full.getLocalPort()))) {
                assertThat(client.readOne()).isEqualTo(-1);
                await().until(() -> listener.connections().isEmpty());
            }
        } finally {
            for (SocketChannel each : waiting) {
                each.close();
            }
        }
    }

    /** A server whose queue is full answers nobody. */
    private static boolean connectsSoon(SocketChannel channel) throws Exception {
        Thread.sleep(200);
        return channel.finishConnect();
    }

    @Test
    void a_factory_that_fails_costs_one_connection_and_no_other() throws Exception {
        listener.setStages(List.of(new StageFactory() {
            @Override
            public String name() {
                return "defect";
            }

            @Override
            public StagePair open(ConnectionInfo connection) {
                if (connection.number() == 2) {
                    throw new IllegalStateException("a defect");
                }
                return StagePair.NONE;
            }

            @Override
            public boolean refuses(ConnectionInfo connection) {
                if (connection.number() == 1) {
                    throw new IllegalStateException("a defect");
                }
                return false;
            }
        }));
        try (TcpServer server = TcpServer.echo()) {
            String address = through(server);
            for (int i = 0; i < 2; i++) {
                try (TcpClient unlucky = TcpClient.connect(address)) {
                    assertThatThrownBy(() -> {
                                if (unlucky.readOne() == -1) {
                                    throw new IOException("closed");
                                }
                            })
                            .isInstanceOf(IOException.class)
                            .isNotInstanceOf(SocketTimeoutException.class);
                }
            }
            try (TcpClient lucky = TcpClient.connect(address)) {
                assertThat(lucky.send("hello").read(5)).isEqualTo("hello");
            }
        }
    }

    @Test
    void what_stands_at_the_server_stands_there_in_both_directions_and_the_others_keep_their_order() throws Exception {
        listener.setStages(List.of(
                new AtServer("tap", new StagePair(suffix('s'), suffix('S'))),
                new Factory("first", new StagePair(suffix('a'), suffix('A'))),
                new Factory("second", new StagePair(suffix('b'), suffix('B')))));
        try (TcpServer server = TcpServer.echo();
                TcpClient client = TcpClient.connect(through(server))) {
            assertThat(client.send("x").read(7)).isEqualTo("xabsSAB");
        }
    }

    @Test
    void what_is_answered_at_the_server_comes_from_there() throws Exception {
        listener.setStages(List.of(
                new AtServer("tap", new StagePair((bytes, context) -> context.answer(bytes), suffix('S'))),
                new Factory("toxic", new StagePair(suffix('a'), suffix('A')))));
        try (TcpServer server = TcpServer.silent();
                TcpClient client = TcpClient.connect(through(server))) {
            assertThat(client.send("x").read(3)).isEqualTo("xaA");
        }
    }

    @Test
    void what_comes_later_comes_in_front_of_what_stands_at_the_server() throws Exception {
        StageFactory tap = new AtServer("tap", new StagePair(suffix('s'), suffix('S')));
        listener.setStages(List.of(tap));
        try (TcpServer server = TcpServer.echo();
                TcpClient client = TcpClient.connect(through(server))) {
            assertThat(client.send("x").read(3)).isEqualTo("xsS");
            listener.setStages(List.of(tap, new Factory("toxic", new StagePair(suffix('a'), suffix('A')))));

            assertThat(client.send("y").read(5)).isEqualTo("yasSA");
        }
    }

    @Test
    void a_stage_is_woken_at_its_time_and_by_other_threads() throws Exception {
        try (TcpServer server = TcpServer.echo();
                TcpClient client = TcpClient.connect(through(server))) {
            listener.setStages(List.of(new Factory(
                    "wake",
                    new StagePair(
                            new Stage() {
                                @Override
                                public void onBytes(ByteBuffer bytes, StageContext context) {
                                    context.wakeAt(context.nanoTime() + TimeUnit.MILLISECONDS.toNanos(50));
                                }

                                @Override
                                public void onWake(StageContext context) {
                                    context.pass(ByteBuffer.wrap(new byte[] {'w'}));
                                    Thread.ofVirtual()
                                            .start(() -> context.inLoop(
                                                    () -> context.pass(ByteBuffer.wrap(new byte[] {'t'}))));
                                }
                            },
                            null))));
            long start = System.nanoTime();
            client.send("x");

            assertThat(client.read(2)).isEqualTo("wt");
            assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(TimeUnit.MILLISECONDS.toNanos(50));
        }
    }

    private record Factory(String name, StagePair pair) implements StageFactory {
        @Override
        public StagePair open(ConnectionInfo connection) {
            return pair;
        }
    }

    private record AtServer(String name, StagePair pair) implements StageFactory {
        @Override
        public StagePair open(ConnectionInfo connection) {
            return pair;
        }

        @Override
        public boolean standsAtServer() {
            return true;
        }
    }

    private static StageFactory upstream(String name, Stage stage) {
        return new Factory(name, new StagePair(stage, null));
    }

    /** Sends every piece on with a letter behind it. */
    private static StageFactory suffix(String name, char letter) {
        return upstream(name, suffix(letter));
    }

    private static Stage suffix(char letter) {
        return (bytes, context) -> {
            ByteBuffer more = ByteBuffer.allocate(bytes.remaining() + 1);
            context.pass(more.put(bytes).put((byte) letter).flip());
        };
    }

    /** Keeps everything until it is removed. */
    private static StageFactory holding(String name) {
        return upstream(name, new Stage() {
            private final ByteBuffer held = ByteBuffer.allocate(100);

            @Override
            public void onBytes(ByteBuffer bytes, StageContext context) {
                held.put(bytes);
            }

            @Override
            public void onEnd(StageContext context) {
                // It comes out when this stage is removed.
            }

            @Override
            public void onRemoved(StageContext context) {
                context.pass(held.flip());
            }
        });
    }
}
