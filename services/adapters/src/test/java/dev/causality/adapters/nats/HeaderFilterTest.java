package dev.causality.adapters.nats;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HeaderFilterTest {

    private static final String REPLY = "$JS.ACK.EVENTS.sink.1.7.7.1700000000000000000.0";
    private static final String INFO = "INFO {\"server_id\":\"x\"}\r\n";

    @Test
    void everything_that_the_client_can_read_passes_unchanged_in_any_fragments() throws IOException {
        String all = INFO
                + "PING\r\n"
                + "MSG a.b 1 5\r\nab\r\nc\r\n"
                + "MSG a.b 1 reply 0\r\n\r\n"
                + answer("NATS/1.0\r\nNats-Msg-Id:app:1\r\nX: \r\nY:\ttab ~\r\n\r\n", "HMSG a 1 2 3\r\n")
                + answer("NATS/1.0 408 Request Timeout\r\nNats-Pending-Messages: 3\r\n\r\n", "")
                + answer("NATS/1.0 100\r\n\r\n", "")
                + "+OK\r\n-ERR 'x'\r\nPONG\r\n";

        for (int largest : new int[] {1, 2, 3, 7, 64, 1 << 20}) {
            assertThat(filtered(all, largest)).isEqualTo(all);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "NATS/1.0\r\nName: caf\u00c3\u00a9\r\n\r\n",
                "NATS/1.0\r\nN\u00e4me: x\r\n\r\n",
                "NATS/1.0\r\nA name: x\r\n\r\n",
                "NATS/1.0\r\nNo colon\r\n\r\n",
                "NATS/1.0\r\n: no name\r\n\r\n",
                "NATS/1.0\r\nX: a\nb\r\n\r\n",
                "NATS/1.0\r\nX: a\u0000b\r\n\r\n",
                "NATS/1.0\r\nX: no end",
                "NATS/1.0\r\nX: one end\r\n",
                "NATS/1.0\r\n\r\nX: behind the end\r\n",
                "NATS/1.0 4040 No Messages\r\n\r\n",
                "NATS/9.9\r\nX: y\r\n\r\n",
                "abc",
                ""
            })
    void b4_headers_that_the_client_cannot_read_of_an_answer_are_replaced_by_one_that_says_so(String headers)
            throws IOException {
        String before = INFO + answer("NATS/1.0\r\nX:1\r\n\r\n", "before");
        String after = answer("NATS/1.0\r\nX:2\r\n\r\n", "after") + "PING\r\n";
        String replaced = "NATS/1.0\r\n" + HeaderFilter.UNREADABLE + ":1\r\n\r\n";

        for (int largest : new int[] {1, 5, 1 << 20}) {
            assertThat(filtered(before + answer(headers, "payload\r\n") + after, largest))
                    .isEqualTo(before + answer(replaced, "payload\r\n") + after);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"NATS/1.0\r\nX:1\r\n\r\n", "NATS/1.0 404 No Messages\r\n\r\n", "caf\u00c3\u00a9", ""})
    void b4_headers_of_a_delivery_become_the_beginning_of_its_payload(String headers) throws IOException {
        String around = answer("NATS/1.0\r\nX:2\r\n\r\n", "around");
        String packed = "MSG events.a 12 " + REPLY + "#" + headers.length() + " 0" + (headers.length() + 9) + "\r\n";

        for (int largest : new int[] {1, 5, 1 << 20}) {
            assertThat(filtered(around + delivery(headers, "payload\r\n") + around, largest))
                    .isEqualTo(around + packed + headers + "payload\r\n\r\n" + around);
        }
    }

    @Test
    void headers_larger_than_the_buffer_pass_and_are_replaced_too() throws IOException {
        String good = answer("NATS/1.0\r\nX:" + "v".repeat(300_000) + "\r\n\r\n", "p".repeat(200_000));
        String bad = answer("NATS/1.0\r\nX:" + "\u00fc".repeat(300_000) + "\r\n\r\n", "p".repeat(200_000));

        String result = filtered(good + bad + good, 50_000);

        assertThat(result).startsWith(good).endsWith(good).contains(HeaderFilter.UNREADABLE);
    }

    @Test
    void what_cannot_be_the_protocol_ends_the_connection() {
        assertThatThrownBy(() -> filtered("HMSG a 1 x y\r\n", 100)).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> filtered("HMSG a 1 20 10\r\n", 100)).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> filtered("MSG\r\nMSG \r\n", 100)).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> filtered("x".repeat(2_000_000), 100_000)).isInstanceOf(IOException.class);
    }

    private static String delivery(String headers, String payload) {
        return "HMSG events.a 12 " + REPLY + " " + lengths(headers, payload) + headers + payload + "\r\n";
    }

    private static String answer(String headers, String payload) {
        return "HMSG _INBOX.x 12 " + lengths(headers, payload) + headers + payload + "\r\n";
    }

    private static String lengths(String headers, String payload) {
        return headers.length() + " " + (headers.length() + payload.length()) + "\r\n";
    }

    private static String filtered(String input, int largestRead) throws IOException {
        HeaderFilter filter = new HeaderFilter();
        Random random = new Random(largestRead);
        ByteArrayInputStream source = new ByteArrayInputStream(input.getBytes(ISO_8859_1));
        ByteArrayOutputStream target = new ByteArrayOutputStream();
        byte[] some = new byte[4096];
        while (filter.fill((bytes, offset, length) ->
                        source.read(bytes, offset, Math.min(length, 1 + random.nextInt(largestRead))))
                >= 0) {
            for (int count = filter.drain(some, 0, some.length); count > 0; ) {
                target.write(some, 0, count);
                count = filter.drain(some, 0, 1 + random.nextInt(some.length));
            }
        }
        return target.toString(ISO_8859_1);
    }
}
