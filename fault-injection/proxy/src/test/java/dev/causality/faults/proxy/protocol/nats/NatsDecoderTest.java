package dev.causality.faults.proxy.protocol.nats;

import static org.assertj.core.api.Assertions.assertThat;

import dev.causality.faults.proxy.protocol.Step;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class NatsDecoderTest {

    @Test
    void what_a_client_sends_is_told_frame_by_frame_however_it_is_cut() {
        assertThat(NatsTelling.ofClient(bytes("""
                        CONNECT {"verbose":false}
                        PING
                        SUB _INBOX.a.* 1
                        UNSUB 1 5
                        PUB events.shop.user.login 5
                        hello
                        PUB $JS.API.INFO _INBOX.a.1 0

                        HPUB events.shop.x _INBOX.a.2 33 38
                        NATS/1.0
                        Nats-Msg-Id: shop:1

                        hello
                        pub a\t\tb 2
                        xy
                        """)))
                .containsExactly(
                        "0-27 CONNECT {\"verbose\":false}",
                        "27-33 PING",
                        "33-51 SUB _INBOX.a.*",
                        "51-62 UNSUB 1",
                        "62-99 PUB events.shop.user.login reply null [hello]",
                        "99-132 PUB $JS.API.INFO reply _INBOX.a.1 []",
                        "132-209 HPUB events.shop.x reply _INBOX.a.2 id shop:1 [hello]",
                        "209-225 PUB a reply b [xy]");
    }

    @Test
    void what_a_server_sends_is_told_frame_by_frame_however_it_is_cut() {
        assertThat(NatsTelling.ofServer(bytes("""
                        INFO {"server_id":"x","max_payload":1048576}
                        +OK
                        PONG
                        MSG events.shop 7 $JS.ACK.EVENTS.sink.2.41.99.1763690000000000000.3 5
                        hello
                        MSG events.shop 7 $JS.ACK.hub.AccHash.EVENTS.sink.3.42.100.1763690000000000000.3.tok 2
                        hi
                        HMSG _INBOX.a 9 16 16
                        NATS/1.0 404


                        MSG _INBOX.b 9 2
                        {}
                        -ERR 'Stale Connection'
                        """)))
                .containsExactly(
                        "0-46 INFO {\"server_id\":\"x\",\"max_payload\":1048576}",
                        "46-51 OK",
                        "51-57 PONG",
                        "57-135 MSG events.shop EVENTS/sink delivery 2 of 41, consumer's 99",
                        "135-227 MSG events.shop EVENTS/sink delivery 3 of 42, consumer's 100",
                        "227-268 HMSG _INBOX.a reply null []",
                        "268-290 MSG _INBOX.b reply null [{}]",
                        "290-315 ERR 'Stale Connection'");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            value = {
                "''                            | ACK         | PT0S    | ''",
                "+ACK                          | ACK         | PT0S    | ''",
                "+OK                           | ACK         | PT0S    | ''",
                "+NXT {\"batch\":1}        | ACK         | PT0S    | ''",
                "-NAK                          | NAK         | PT0S    | ''",
                "-NAK {\"delay\": 2500000} | NAK         | PT0.0025S | ''",
                "-NAK 1m1.5s                   | NAK         | PT1M1.5S | ''",
                "-NAK nonsense                 | NAK         | PT0S    | ''",
                "+TERM                         | TERM        | PT0S    | ''",
                "+TERM it is poison            | TERM        | PT0S    | it is poison",
                "+WPI                          | IN_PROGRESS | PT0S    | ''",
            })
    void an_answer_is_read_the_way_the_server_reads_it(
            String body, AckAnswer.Kind kind, Duration delay, String reason) {
        assertThat(answer(body)).isEqualTo(new AckAnswer(kind, delay, reason));
    }

    @ParameterizedTest
    @ValueSource(strings = {"+ACKS", "ack", "-NA", "+WPIX", "{}"})
    void what_the_server_would_not_take_for_an_answer_is_none(String body) {
        assertThat(NatsTelling.ofClient(publish("$JS.ACK.EVENTS.sink.1.2.3.4.5", body)))
                .singleElement()
                .asString()
                .endsWith(" null");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "$JS.ACK.EVENTS.sink.1.2.3.4",
                "$JS.ACK.EVENTS.sink.1.2.3.4.5.6",
                "$JS.ACK.EVENTS.sink.1.2.x.4.5",
                "$JS.ACK.EVENTS.sink.0.2.3.4.5",
                "$JS.ACK.EVENTS.sink.1..3.4.5",
                "$JS.ACKS.EVENTS.sink.1.2.3.4.5",
                "$JS.AC",
                "$JS.ACK.EVENTS.sink.99999999999999999999.2.3.4.5"
            })
    void a_subject_that_is_not_of_a_delivery_is_just_a_subject(String subject) {
        assertThat(NatsTelling.ofClient(publish(subject, "+ACK")))
                .singleElement()
                .asString()
                .contains(" PUB " + subject);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET / HTTP/1.1\r\n",
                "\u0016\u0003\u0001\u0002\n",
                "MSG events 1 5\r\n",
                "PUB events\r\n",
                "PUB events 1 2 3\r\n",
                "PUB events -1\r\n",
                "PUB events 99999999\r\n",
                "HPUB events 10 5\r\n",
                "PUB events 2\r\nabc\r\n",
                "PUB events 2\r\nab\rc",
                "\r\n"
            })
    void bytes_that_are_not_nats_break_it_once_and_for_good(String text) {
        assertThat(NatsTelling.ofClient((text + "PING\r\n").getBytes(StandardCharsets.ISO_8859_1)))
                .singleElement()
                .asString()
                .startsWith("broken: ");
    }

    @Test
    void a_line_without_an_end_is_given_up_at_its_bound() {
        NatsDecoder decoder = NatsDecoder.ofClient();
        ByteBuffer letters = ByteBuffer.wrap("a".repeat(1000).getBytes(StandardCharsets.US_ASCII));
        int fed = 0;
        while (decoder.step(letters.rewind()) == Step.MORE) {
            fed += letters.capacity();
        }
        assertThat(fed).isBetween(NatsLine.MAX_BYTES - 1000, NatsLine.MAX_BYTES);
        assertThat(decoder.problem()).contains("more than 65536 bytes");
    }

    @Test
    void a_payload_is_kept_only_as_far_as_was_asked() {
        NatsDecoder decoder = NatsDecoder.ofClient();
        ByteBuffer first = ByteBuffer.wrap(bytes("PUB a 5\nhello\nPUB a 5\nworld\n"));
        assertThat(decoder.step(first)).isEqualTo(Step.HEAD);
        decoder.keep(3);
        assertThat(decoder.step(first)).isEqualTo(Step.END);
        assertThat(decoder.content()).isEqualTo("hel");
        assertThat(decoder.step(first)).isEqualTo(Step.HEAD);
        assertThat(decoder.step(first)).isEqualTo(Step.END);
        assertThat(decoder.content()).isEmpty();
    }

    @Test
    void a_confirmation_tells_the_sequence_the_duplicate_and_the_refusal() {
        assertThat(PublishConfirmation.read("{\"stream\":\"S\", \"seq\":7}"))
                .isEqualTo(new PublishConfirmation("S", 7, false, 0));
        assertThat(PublishConfirmation.read("{\"stream\":\"S\",\"seq\":7,\"duplicate\":true,\"domain\":\"d\"}"))
                .isEqualTo(new PublishConfirmation("S", 7, true, 0));
        assertThat(PublishConfirmation.read("{\"error\":{\"code\":503,\"err_code\":10077,\"description\":\"full\"}}"))
                .isEqualTo(new PublishConfirmation(null, 0, false, 10077));
        assertThat(PublishConfirmation.read("{\"type\":\"io.nats.jetstream.api.v1.x\"}"))
                .isNull();
        assertThat(PublishConfirmation.read("{\"stream\":")).isNull();
        assertThat(PublishConfirmation.read("hello")).isNull();
    }

    private static AckAnswer answer(String body) {
        return Objects.requireNonNull(
                AckAnswer.read(body.getBytes(StandardCharsets.UTF_8), 0, body.getBytes(StandardCharsets.UTF_8).length));
    }

    private static byte[] publish(String subject, String body) {
        return bytes("PUB " + subject + " " + body.length() + "\n" + body + "\n");
    }

    private static byte[] bytes(String text) {
        return text.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8);
    }
}
