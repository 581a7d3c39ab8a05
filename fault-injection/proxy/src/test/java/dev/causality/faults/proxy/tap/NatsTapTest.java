package dev.causality.faults.proxy.tap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import dev.causality.checkers.history.HistoryEvent;
import dev.causality.checkers.history.TapEvent.ConnectionClosed;
import dev.causality.checkers.history.TapEvent.ConnectionOpened;
import dev.causality.checkers.history.TapEvent.ConnectionUnparsable;
import dev.causality.checkers.history.TapEvent.PublishConfirmed;
import dev.causality.checkers.history.TapEvent.Published;
import dev.causality.checkers.history.WireEvent.Answered;
import dev.causality.checkers.history.WireEvent.Delivered;
import dev.causality.faults.proxy.NatsSession;
import dev.causality.faults.proxy.protocol.nats.NatsSupport;
import dev.causality.testservers.NatsServer;
import io.nats.client.Connection;
import io.nats.client.Nats;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class NatsTapTest {
    @TempDir
    private Path folder;

    @Test
    void what_a_real_client_and_a_real_server_say_is_written_in_its_order() throws Exception {
        try (NatsServer server = NatsServer.start();
                TappedLink link = link(server)) {
            try (Connection connection = Nats.connect("nats://127.0.0.1:" + link.port())) {
                NatsSession.failOnce(NatsSession.open(connection));
            }
            await().untilAsserted(
                            () -> assertThat(link.all(ConnectionClosed.class)).hasSize(1));
            assertThat(link.all(ConnectionOpened.class))
                    .extracting(ConnectionOpened::holder, ConnectionOpened::protocol)
                    .containsExactly(tuple("sink-1", "nats"));
            List<HistoryEvent> wire = link.history().events().stream()
                    .filter(event -> event instanceof Published
                            || event instanceof PublishConfirmed
                            || event instanceof Delivered
                            || event instanceof Answered)
                    .toList();
            assertThat(wire)
                    .extracting(NatsTapTest::describe)
                    .containsExactly(
                            "c1-1 events.a id-1",
                            "c1-1 EVENTS 1 false",
                            "c1-2 events.a id-1",
                            "c1-2 EVENTS 1 true",
                            "delivery 1 of 1",
                            "IN_PROGRESS 1 of 1 0",
                            "NAK 1 of 1 50",
                            "delivery 2 of 1",
                            "ACK 2 of 1 0");
            assertThat(link.all(ConnectionUnparsable.class)).isEmpty();
        }
    }

    @Test
    void what_is_not_nats_is_recorded_once_and_goes_on() throws Exception {
        try (NatsServer server = NatsServer.start();
                TappedLink link = link(server);
                Socket client = new Socket(InetAddress.getLoopbackAddress(), link.port())) {
            client.getOutputStream()
                    .write("GET / HTTP/1.1\r\n\r\nGET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.UTF_8));
            String said = new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(said).startsWith("INFO ").contains("-ERR 'Unknown Protocol Operation'");
            assertThat(link.all(ConnectionUnparsable.class))
                    .singleElement()
                    .satisfies(blind -> assertThat(blind.problem()).contains("not a line that a client sends"));
        }
    }

    private TappedLink link(NatsServer server) throws IOException {
        return new TappedLink(folder, server.port(), taps -> new NatsSupport(_ -> taps.nats("sink-1")));
    }

    private static String describe(HistoryEvent event) {
        return switch (event) {
            case Published publish -> publish.publish() + " " + publish.subject() + " " + publish.messageId();
            case PublishConfirmed answer ->
                answer.publish() + " " + answer.stream() + " " + answer.sequence() + " " + answer.duplicate();
            case Delivered delivered -> "delivery " + delivered.delivery() + " of " + delivered.sequence();
            case Answered answer ->
                answer.answer() + " " + answer.delivery() + " of " + answer.sequence() + " " + answer.delayMillis();
            default -> event.toString();
        };
    }
}
