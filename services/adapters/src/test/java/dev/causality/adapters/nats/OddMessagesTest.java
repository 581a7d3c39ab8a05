package dev.causality.adapters.nats;

import static dev.causality.adapters.nats.NatsFixture.fetchAll;
import static dev.causality.adapters.nats.NatsFixture.publish;
import static dev.causality.adapters.nats.NatsFixture.soon;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.causality.ports.Answer.Known;
import dev.causality.ports.Delivery;
import dev.causality.ports.EventConsumer;
import dev.causality.ports.EventStream;
import dev.causality.ports.Header;
import dev.causality.ports.StoredMessage;
import dev.causality.testservers.RawPublisher;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages that no client library would publish, and a server passes on all the same. */
class OddMessagesTest {

    @AutoClose
    private static final NatsFixture nats = NatsFixture.onNewServer();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "NATS/1.0\r\nName: caf\u00c3\u00a9\r\n\r\n",
                "NATS/1.0\r\nno colon\r\n\r\n",
                "NATS/1.0 404 No Messages\r\n\r\n",
                "NATS/1.0 409 Consumer Deleted\r\n\r\n",
                "NATS/1.0\r\nNats-Sequence: 77\r\nNats-Subject: elsewhere\r\n\r\n",
                "neither"
            })
    void b4_a_message_with_headers_that_the_client_cannot_read_is_delivered_and_so_are_its_neighbours(String headers) {
        EventStream stream = nats.newStream();
        EventConsumer consumer = nats.consumer(stream);
        publish(stream, "before");
        RawPublisher.publish(nats.server().url(), stream.name() + ".x", headers, "odd");
        publish(stream, "after");

        List<Delivery> deliveries = fetchAll(consumer, 3);

        assertThat(deliveries).extracting(NatsFixture::text).containsExactly("before", "odd", "after");
        Optional<StoredMessage> stored = ((Known<Optional<StoredMessage>>) stream.read(2, soon())).value();
        assertThat(stored).isPresent();
        assertThat(stored.get().subject()).isEqualTo(stream.name() + ".x");
        assertThat(stored.get().sequence()).isEqualTo(2);
        assertThat(new String(stored.get().payload(), ISO_8859_1)).isEqualTo("odd");
        assertThat(stored.get().headers()).isEqualTo(deliveries.get(1).headers());
    }

    @Test
    void c2_the_bytes_of_unreadable_headers_are_kept_one_character_each() {
        EventStream stream = nats.newStream();
        EventConsumer consumer = nats.consumer(stream);
        RawPublisher.publish(
                nats.server().url(),
                stream.name() + ".x",
                "NATS/1.0\r\nName: caf\u00c3\u00a9\r\nOther:1\r\n\r\n",
                "odd");

        assertThat(fetchAll(consumer, 1).getFirst().headers())
                .containsExactly(new Header("Name", "caf\u00c3\u00a9"), new Header("Other", "1"));
    }
}
