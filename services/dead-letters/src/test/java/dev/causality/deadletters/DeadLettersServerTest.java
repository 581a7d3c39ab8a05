package dev.causality.deadletters;

import static dev.causality.deadletters.World.fetch;
import static dev.causality.deadletters.World.known;
import static dev.causality.deadletters.World.soon;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.causality.adapters.s3.S3Store;
import dev.causality.kernel.Cancellation;
import dev.causality.ports.Delivery;
import dev.causality.ports.Header;
import dev.causality.ports.ObjectStore;
import dev.causality.ports.Publication;
import dev.causality.ports.PublishOutcome.Confirmed;
import dev.causality.testservers.NatsServer;
import dev.causality.testservers.S3Server;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Dead letters on a real NATS server and a real object store. */
final class DeadLettersServerTest {

    private static final int MAX_PAYLOAD = 64 * 1024;

    private static final S3Server OBJECTS = S3Server.start();
    private static final S3Store STORE = Buckets.create(OBJECTS);

    private final World world =
            new World(NatsServer.builder().maxPayload(MAX_PAYLOAD).start());
    private final World.Instance instance = world.instance(Optional.of(Overflow.into(STORE)));

    @AfterEach
    void stop() {
        world.close();
    }

    @AfterAll
    static void stopObjects() {
        STORE.close();
        OBJECTS.close();
    }

    @Test
    void b4_poison_of_exactly_the_largest_size_is_buried_and_its_bytes_come_back() {
        byte[] poison = Letters.bytes(MAX_PAYLOAD);
        publish(new Publication("events.shop.custom.x", "", List.of(), poison));

        assertThat(bury(fetch(instance.worker(), 1).getFirst())).isEqualTo(new Confirmed(1, false));

        Entry entry = instance.entries().getFirst();
        assertThat(entry.payload()).isPresent();
        assertThat(entry.letter().payload()).isEmpty();
        assertThat(original(entry))
                .isInstanceOfSatisfying(
                        Original.Whole.class,
                        whole -> assertThat(whole.payload()).isEqualTo(poison));
    }

    @Test
    void b4_around_the_largest_size_every_message_can_be_buried() {
        List<Integer> sizes = new ArrayList<>();
        for (int size = MAX_PAYLOAD - 1_600; size <= MAX_PAYLOAD; size += 100) {
            sizes.add(size);
            publish(new Publication("events.shop.custom.x", "", List.of(), Letters.bytes(size)));
        }

        fetch(instance.worker(), sizes.size()).forEach(this::bury);

        List<Entry> entries = instance.entries();
        assertThat(entries).hasSameSizeAs(sizes);
        for (int i = 0; i < sizes.size(); i++) {
            byte[] expected = Letters.bytes(sizes.get(i));
            assertThat(original(entries.get(i)))
                    .isInstanceOfSatisfying(
                            Original.Whole.class,
                            whole -> assertThat(whole.payload()).isEqualTo(expected));
        }
        assertThat(entries).anyMatch(entry -> entry.payload().isPresent());
        assertThat(entries).anyMatch(entry -> entry.payload().isEmpty());
    }

    @Test
    void b4_headers_of_nearly_the_largest_size_are_buried_and_come_back() {
        List<Header> headers = List.of(new Header("Big", "x".repeat(MAX_PAYLOAD - 200)));
        publish(new Publication("events.shop.custom.x", "", headers, new byte[] {1}));

        assertThat(bury(fetch(instance.worker(), 1).getFirst())).isEqualTo(new Confirmed(1, false));

        assertThat(original(instance.entries().getFirst()))
                .isInstanceOfSatisfying(
                        Original.Whole.class,
                        whole -> assertThat(whole.headers()).isEqualTo(headers));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Plain: value\r\nNats-Msg-Id: shop:1\r\nNats-TTL: \r\n",
                "Empty:\r\n",
                "Tab:\ta\tb\r\n",
                "Twice: 1\r\nTwice: 2\r\n",
                "X-DLQ-Stream: other\r\nX-DLQ-Header-A: b\r\n"
            })
    void c2_whatever_another_client_put_into_the_headers_is_buried(String headerLines) throws IOException {
        publishRaw("events.shop.custom.x", headerLines);

        checkBurial();
    }

    @ParameterizedTest
    @ValueSource(ints = {2_000, 2_001, 3_500, 3_990})
    void c2_a_subject_of_any_length_that_a_server_takes_is_buried(int length) throws IOException {
        publishRaw("events." + "x".repeat(length - 7), "A: b\r\n");

        checkBurial();
    }

    private void checkBurial() {
        Delivery delivery = fetch(instance.worker(), 1).getFirst();

        assertThat(bury(delivery)).isInstanceOf(Confirmed.class);

        Entry entry = instance.entries().getLast();
        assertThat(entry.letter().subject()).isEqualTo(delivery.subject());
        assertThat(entry.letter().headers()).containsExactlyInAnyOrderElementsOf(delivery.headers());
        assertThat(entry.letter().payload()).isEqualTo("raw".getBytes(UTF_8));
    }

    @Test
    void c4_depth_survives_a_restart() {
        instance.publish("one");
        instance.publish("two");
        fetch(instance.worker(), 2).forEach(this::bury);
        world.server.kill();
        world.server.restart();
        World.Instance next = world.instance();

        assertThat(known(() -> new Entries(next.graves, Optional.empty()).depth(soon()))
                        .messages())
                .isEqualTo(2);
    }

    private dev.causality.ports.PublishOutcome bury(Delivery delivery) {
        return instance.bury(delivery, Reason.UNDECODABLE, "it is\nbroken");
    }

    private void publish(Publication publication) {
        World.confirmed(instance.events.publish(publication, soon(), Cancellation.NEVER));
    }

    private Original original(Entry entry) {
        return new Entries(instance.graves, Optional.<ObjectStore>of(STORE)).original(entry, soon());
    }

    /** Publishes what no well-behaved client would, and waits until the server has taken it. */
    private void publishRaw(String subject, String headerLines) throws IOException {
        byte[] headers = ("NATS/1.0\r\n" + headerLines + "\r\n").getBytes(UTF_8);
        byte[] payload = "raw".getBytes(UTF_8);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes("CONNECT {\"headers\":true,\"verbose\":false,\"protocol\":1}\r\n".getBytes(UTF_8));
        String line = "HPUB " + subject + " " + headers.length + " " + (headers.length + payload.length) + "\r\n";
        bytes.writeBytes(line.getBytes(UTF_8));
        bytes.writeBytes(headers);
        bytes.writeBytes(payload);
        bytes.writeBytes("\r\nPING\r\n".getBytes(UTF_8));
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), world.server.port())) {
            socket.setSoTimeout(5_000);
            OutputStream out = socket.getOutputStream();
            out.write(bytes.toByteArray());
            out.flush();
            StringBuilder answer = new StringBuilder();
            byte[] buffer = new byte[8_192];
            while (answer.indexOf("PONG") < 0) {
                int read = socket.getInputStream().read(buffer);
                assertThat(read).as("after: " + answer).isPositive();
                answer.append(new String(Arrays.copyOf(buffer, read), UTF_8));
                assertThat(answer.toString()).doesNotContain("-ERR");
            }
        }
    }
}
