package dev.causality.faults.proxy.protocol.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.causality.faults.proxy.protocol.Step;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class HttpDecoderTest {

    @Test
    void pipelined_requests_are_told_one_by_one_however_they_are_cut() {
        assertThat(HttpTelling.ofRequests(bytes("""
                        GET /a HTTP/1.1
                        Host: x

                        PUT /b/c?x=1 HTTP/1.1
                        Content-Length: 5
                        Expect: 100-continue

                        helloPOST /d HTTP/1.1
                        Transfer-Encoding: gzip, Chunked

                        5;ext="a;b"
                        hello
                        1
                        !
                        0
                        Trailer: t

                        HEAD /e HTTP/1.0
                        Content-Length: 0

                        """)))
                .containsExactly(
                        "0-28 GET /a #1 []",
                        "28-99 PUT /b/c?x=1 #2 [hello]",
                        "99-196 POST /d #3 [hello!]",
                        "196-235 HEAD /e #4 []");
    }

    @Test
    void responses_are_framed_by_what_was_asked_and_by_what_they_say() {
        assertThat(HttpTelling.ofResponses(bytes("""
                        HTTP/1.1 100 Continue

                        HTTP/1.1 200 OK
                        Content-Length: 2

                        okHTTP/1.1 200 OK
                        Content-Length: 2000

                        HTTP/1.1 204 No Content

                        HTTP/1.1 304 Not Modified
                        Content-Length: 7

                        HTTP/1.1 503 Slow Down
                        Transfer-Encoding: chunked

                        3
                        abc
                        0

                        HTTP/1.1 200

                        until the end"""), "PUT", "HEAD", "DELETE", "GET", "GET", "GET"))
                .containsExactly(
                        "0-25 100 #1 []",
                        "25-65 200 #1 [ok]",
                        "65-106 200 #2 []",
                        "106-133 204 #3 []",
                        "133-181 304 #4 []",
                        "181-248 503 #5 [abc]");
    }

    @Test
    void a_body_that_ends_with_the_connection_is_complete_and_one_with_a_length_is_cut_off() {
        HttpDecoder untilEnd = HttpDecoder.ofResponses(asked("GET"));
        drain(untilEnd, "HTTP/1.1 200 OK\r\n\r\nabc");
        assertThat(untilEnd.finish()).isEqualTo(Step.END);
        HttpDecoder cutOff = HttpDecoder.ofResponses(asked("GET"));
        drain(cutOff, "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nabc");
        assertThat(cutOff.finish()).isEqualTo(Step.BROKEN);
        assertThat(cutOff.problem()).isEqualTo("it ends in the middle of a body, in the message at byte 0");
        HttpDecoder between = HttpDecoder.ofResponses(asked("GET"));
        drain(between, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        assertThat(between.finish()).isEqualTo(Step.MORE);
    }

    @Test
    void after_a_protocol_switch_both_directions_are_opaque() {
        HttpExchanges exchanges = new HttpExchanges();
        HttpDecoder requests = HttpDecoder.ofRequests(exchanges);
        HttpDecoder responses = HttpDecoder.ofResponses(exchanges);
        drain(requests, "GET / HTTP/1.1\r\nUpgrade: websocket\r\n\r\n");
        assertThat(drain(responses, "HTTP/1.1 101 Switching Protocols\r\n\r\n\u0081\u0000"))
                .isEqualTo(Step.OPAQUE);
        assertThat(drain(requests, "\u0081\u0000")).isEqualTo(Step.OPAQUE);
    }

    @Test
    void a_tunnel_is_opaque_and_a_refused_one_is_not() {
        assertThat(drain(HttpDecoder.ofResponses(asked("CONNECT")), "HTTP/1.1 200 OK\r\n\r\nGET"))
                .isEqualTo(Step.OPAQUE);
        assertThat(drain(HttpDecoder.ofResponses(asked("CONNECT")), "HTTP/1.1 407 No\r\nContent-Length: 2\r\n\r\nno"))
                .isEqualTo(Step.MORE);
    }

    @Test
    void content_in_the_sdk_s_own_chunks_is_unwrapped_within_either_framing() {
        String wrapped = """
                5;chunk-signature=ab
                01234
                3;chunk-signature=cd
                567
                0;chunk-signature=ef
                x-amz-checksum-crc32:AAAA==

                """;
        int length = bytes(wrapped).length;
        assertThat(HttpTelling.ofRequests(bytes("PUT /b/k HTTP/1.1\nContent-Encoding: aws-chunked\nContent-Length: "
                        + length + "\n\n" + wrapped)))
                .singleElement()
                .asString()
                .endsWith(" content [01234567]");
        assertThat(HttpTelling.ofRequests(
                        bytes("PUT /b/k HTTP/1.1\nx-amz-content-sha256: STREAMING-UNSIGNED-PAYLOAD-TRAILER\n"
                                + "Transfer-Encoding: chunked\n\n" + Integer.toHexString(length) + "\n" + wrapped
                                + "\n0\n\n")))
                .singleElement()
                .asString()
                .endsWith(" content [01234567]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "PING\r\n\r\n",
                "GET / HTTP/2.0\r\n\r\n",
                "GET  / HTTP/1.1\r\n\r\n",
                "GET / HTTP/1.1\r\nno colon\r\n\r\n",
                "GET / HTTP/1.1\r\nA: b\r\n folded\r\n\r\n",
                "PUT / HTTP/1.1\r\nContent-Length: x\r\n\r\n",
                "PUT / HTTP/1.1\r\nContent-Length: -1\r\n\r\n",
                "PUT / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n",
                "PUT / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n\r\n",
                "PUT / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nabc\r\n",
                "PUT / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n0123456789abcdef\r\n"
            })
    void bytes_that_are_not_http_break_it_once_and_for_good(String text) {
        assertThat(HttpTelling.ofRequests((text + "GET / HTTP/1.1\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1)))
                .singleElement()
                .asString()
                .startsWith("broken: ");
    }

    @Test
    void a_head_without_an_end_and_a_pipeline_without_answers_are_given_up_at_their_bounds() {
        HttpDecoder endless = HttpDecoder.ofRequests(new HttpExchanges());
        assertThat(drain(endless, "GET / HTTP/1.1\r\nA: " + "a".repeat(HeadReader.MAX_BYTES)))
                .isEqualTo(Step.BROKEN);
        HttpExchanges exchanges = new HttpExchanges();
        assertThat(drain(
                        HttpDecoder.ofRequests(exchanges),
                        "GET / HTTP/1.1\r\n\r\n".repeat(HttpExchanges.MAX_WAITING + 1)))
                .isEqualTo(Step.BROKEN);
        assertThat(exchanges.open()).isEqualTo(HttpExchanges.MAX_WAITING);
    }

    private static HttpExchanges asked(String method) {
        HttpExchanges exchanges = new HttpExchanges();
        exchanges.ask(new HttpHead(method, "/", 0, 1, java.util.List.of()));
        return exchanges;
    }

    private static Step drain(HttpDecoder decoder, String text) {
        ByteBuffer in = ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
        Step step = decoder.step(in);
        while (step != Step.MORE && step != Step.BROKEN && step != Step.OPAQUE) {
            step = decoder.step(in);
        }
        return step;
    }

    private static byte[] bytes(String text) {
        return text.replace("\n", "\r\n").getBytes(StandardCharsets.ISO_8859_1);
    }
}
