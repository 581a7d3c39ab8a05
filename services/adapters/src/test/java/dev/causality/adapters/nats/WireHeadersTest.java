package dev.causality.adapters.nats;

import static org.assertj.core.api.Assertions.assertThat;

import dev.causality.ports.Header;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class WireHeadersTest {

    @Test
    void headers_are_encoded_in_their_order_behind_the_message_id() {
        List<Header> headers = List.of(new Header("Z", "1"), new Header("A", ""), new Header("Z", "a b:c"));

        WireHeaders encoded = Objects.requireNonNull(WireHeaders.of("id", headers));

        String expected = "NATS/1.0\r\nNats-Msg-Id:id\r\nZ:1\r\nA:\r\nZ:a b:c\r\n\r\n";
        assertThat(new String(encoded.getSerialized(), StandardCharsets.US_ASCII))
                .isEqualTo(expected);
        assertThat(encoded.serializedLength()).isEqualTo(expected.length());
        assertThat(WireHeaders.length("id", headers)).isEqualTo(expected.length());
        byte[] target = new byte[expected.length() + 5];
        assertThat(encoded.serializeToArray(5, target)).isEqualTo(expected.length());
        assertThat(new String(target, 5, expected.length(), StandardCharsets.US_ASCII))
                .isEqualTo(expected);
    }

    @Test
    void the_client_takes_them_as_they_are() {
        WireHeaders encoded = Objects.requireNonNull(WireHeaders.of("id", List.of()));

        assertThat(encoded.isReadOnly()).isTrue();
        assertThat(encoded.isEmpty()).isFalse();
    }

    @Test
    void no_headers_are_none() {
        assertThat(WireHeaders.of("", List.of())).isNull();
        assertThat(WireHeaders.length("", List.of())).isZero();
    }

    @Test
    void what_would_break_the_protocol_is_named() {
        assertThat(WireHeaders.problem("", "x")).contains("without a name");
        assertThat(WireHeaders.problem("a:b", "x")).contains("a:b");
        assertThat(WireHeaders.problem("a b", "x")).contains("a b");
        assertThat(WireHeaders.problem("a", "x\r\n")).contains("'a'");
        assertThat(WireHeaders.problem("a", "\u00e9")).contains("'a'");
        assertThat(WireHeaders.problem("a", "anything else: fine\t")).isNull();
    }
}
