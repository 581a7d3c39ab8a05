package dev.causality.deadletters;

import dev.causality.ports.Header;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Generates dead letters, the awkward ones first. */
final class Letters {

    static final Origin ORIGIN = new Origin("CAUSALITY_EVENTS", FakeStream.CREATED, "warehouse-sink");
    static final Instant SEEN = Instant.parse("2026-11-20T09:15:00.123456789Z");
    static final Instant BURIED = Instant.parse("2026-11-20T09:16:30Z");

    private static final List<String> AWKWARD = List.of(
            "",
            " ",
            " padded ",
            "line\r\nbreak",
            "Grüße, 日本, \uD83D\uDE80",
            "tab\tand\u0000nul",
            "colon: value",
            "=?UTF-8?B?YQ==?=",
            "=?UTF-8?B?",
            "=?UTF-8?B??=",
            "=?UTF-8?B?%%%?=");

    private Letters() {}

    static DeadLetter letter(String subject, List<Header> headers, byte[] payload) {
        return new DeadLetter(ORIGIN, 42, subject, headers, payload, 5, Reason.INVALID, "app_id: empty", SEEN, BURIED);
    }

    static DeadLetter of(String subject, byte[] payload) {
        return letter(subject, List.of(new Header("Nats-Msg-Id", "shop:1")), payload);
    }

    /** Headers with every awkward value, under ordinary names and under names that mean something to the server. */
    static List<Header> awkwardHeaders() {
        List<Header> headers = new ArrayList<>();
        int index = 0;
        for (String value : AWKWARD) {
            headers.add(new Header("X-Plain-" + index, value));
            headers.add(new Header("Nats-Expected-" + index++, value));
        }
        headers.add(new Header("Nats-Msg-Id", "shop:1"));
        headers.add(new Header("nats-ttl", "1s"));
        headers.add(new Header("X-DLQ-Stream", "a dead letter that died again"));
        headers.add(new Header("X-DLQ-Header-Nats-Msg-Id", "and again"));
        headers.add(new Header("a name with spaces", "and: a value\nof two lines"));
        headers.add(new Header("N\u00e4me", ""));
        headers.add(new Header("Repeated", "1"));
        headers.add(new Header("Repeated", "2"));
        return headers;
    }

    static byte[] bytes(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }
}
