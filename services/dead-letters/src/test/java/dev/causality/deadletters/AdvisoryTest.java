package dev.causality.deadletters;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The texts are those of nats-server 2.15.1. */
final class AdvisoryTest {

    @Test
    void an_exhausted_message_is_read() {
        String json = """
                {"type":"io.nats.jetstream.advisory.v1.max_deliver","id":"EhCBbwOrO9zwivqC6CkpRB",\
                "timestamp":"2026-11-21T00:29:51.711533929Z","stream":"E","consumer":"c","stream_seq":2,"deliveries":2}""";

        assertThat(Advisory.parse(json.getBytes(UTF_8)))
                .contains(new Advisory(
                        Advisory.Kind.MAX_DELIVERIES,
                        "E",
                        "c",
                        2,
                        2,
                        "",
                        Instant.parse("2026-11-21T00:29:51.711533929Z")));
    }

    @Test
    void a_terminated_message_is_read_with_its_reason() {
        String json = """
                {"type":"io.nats.jetstream.advisory.v1.terminated","id":"EhCBbwOrO9zwivqC6CkqLn",\
                "timestamp":"2026-11-21T00:29:56.449175218Z","stream":"E","consumer":"c","consumer_seq":20,\
                "stream_seq":15,"deliveries":1,"reason":"because \\"x\\"","later":{"unknown":[1,2]}}""";

        assertThat(Advisory.parse(json.getBytes(UTF_8)))
                .contains(new Advisory(
                        Advisory.Kind.TERMINATED,
                        "E",
                        "c",
                        15,
                        1,
                        "because \"x\"",
                        Instant.parse("2026-11-21T00:29:56.449175218Z")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "7",
                "{\"type\":\"io.nats.jetstream.advisory.v1.nak\"}",
                "{\"type\":\"io.nats.jetstream.advisory.v1.terminated\"}",
                "{\"type\":\"io.nats.jetstream.advisory.v1.terminated\",\"stream_seq\":\"x\"}",
                "\u0000\u0001"
            })
    void what_is_no_advisory_of_ours_is_told_apart(String json) {
        assertThat(Advisory.parse(json.getBytes(UTF_8))).isEmpty();
    }
}
