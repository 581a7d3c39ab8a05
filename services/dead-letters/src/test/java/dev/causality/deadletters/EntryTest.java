package dev.causality.deadletters;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.causality.ports.Header;
import dev.causality.ports.Publication;
import dev.causality.ports.StoredMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class EntryTest {

    @Test
    void c2_an_entry_has_the_headers_that_other_programs_read() {
        Publication entry = EntryCodec.whole(Letters.of("events.shop.custom.x", "body".getBytes(UTF_8)));

        assertThat(entry.subject()).isEqualTo("dlq.events.shop.custom.x");
        assertThat(entry.messageId()).isEqualTo(Letters.ORIGIN.entryId(42));
        assertThat(entry.payload()).isEqualTo("body".getBytes(UTF_8));
        assertThat(entry.headers())
                .containsExactly(
                        new Header("X-DLQ-Original-Subject", "events.shop.custom.x"),
                        new Header("X-DLQ-Stream", "CAUSALITY_EVENTS"),
                        new Header("X-DLQ-Stream-Created", "2026-11-20T08:00:00.000000001Z"),
                        new Header("X-DLQ-Consumer", "warehouse-sink"),
                        new Header("X-DLQ-Sequence", "42"),
                        new Header("X-DLQ-Deliveries", "5"),
                        new Header("X-DLQ-Reason", "invalid"),
                        new Header("X-DLQ-Detail", "app_id: empty"),
                        new Header("X-DLQ-First-Seen", "2026-11-20T09:15:00.123456789Z"),
                        new Header("X-DLQ-Time", "2026-11-20T09:16:30Z"),
                        new Header("X-DLQ-Header-Nats-Msg-Id", "shop:1"));
    }

    @Test
    void c2_whatever_the_headers_hold_an_entry_gives_them_back_and_is_printable_itself() {
        DeadLetter letter = Letters.letter("events.shop.custom.x", Letters.awkwardHeaders(), Letters.bytes(300));

        Publication entry = EntryCodec.whole(letter);

        assertThat(entry.headers())
                .allSatisfy(header -> assertThat(header.value())
                        .matches("[ -~]*")
                        .doesNotStartWith(" ")
                        .doesNotEndWith(" "));
        assertThat(entry.headers()).extracting(Header::name).allMatch(EntryHeaders::ordinary);
        assertThat(entry.headers())
                .extracting(Header::name)
                .noneMatch(name -> name.toLowerCase(java.util.Locale.ROOT).startsWith("nats-"));
        assertThat(read(entry).letter()).usingRecursiveComparison().isEqualTo(letter);
    }

    @Test
    void c2_headers_that_lie_in_an_object_come_back_from_it() {
        DeadLetter letter = Letters.letter("events.shop.custom.x", Letters.awkwardHeaders(), new byte[0]);

        assertThat(EntryReader.headersOf(EntryCodec.headersObject(letter))).isEqualTo(letter.headers());
    }

    @Test
    void c2_an_entry_that_refers_to_its_bytes_says_where_they_are_and_what_they_are() {
        DeadLetter letter = Letters.of("events.shop.custom.x", Letters.bytes(1000));
        Reference payload = Reference.to("dlq/x.payload", letter.payload());
        Reference headers = Reference.to("dlq/x.headers", EntryCodec.headersObject(letter));

        Entry entry = read(EntryCodec.referring(letter, payload, Optional.of(headers)));

        assertThat(entry.payload()).contains(payload);
        assertThat(entry.headers()).contains(headers);
        assertThat(entry.letter().payload()).isEmpty();
        assertThat(payload.describes(letter.payload())).isTrue();
        assertThat(payload.describes(Letters.bytes(999))).isFalse();
    }

    @Test
    void c2_a_message_that_was_gone_has_an_entry_with_what_is_known() {
        DeadLetter letter = Letters.letter("", List.of(), new byte[0]);

        Publication entry = EntryCodec.whole(letter);

        assertThat(entry.subject()).isEqualTo("dlq.gone.CAUSALITY_EVENTS.warehouse-sink");
        assertThat(entry.headers()).contains(new Header("X-DLQ-Original-Gone", "true"));
        assertThat(read(entry).letter().gone()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"events.*", "events.>", "events..x", ".events", "events.", "events.a b", "events.a\rb"})
    void c2_a_subject_that_cannot_be_published_stands_in_a_header(String subject) {
        DeadLetter letter = Letters.of(subject, new byte[0]);

        Publication entry = EntryCodec.whole(letter);

        assertThat(entry.subject()).matches("dlq\\.unpublishable\\.[0-9a-f]{64}");
        assertThat(read(entry).letter().subject()).isEqualTo(subject);
    }

    @Test
    void c2_a_subject_that_would_break_the_protocol_line_stands_in_a_header() {
        String longest = "e".repeat(EntrySubject.MAX_ORIGINAL_BYTES);

        assertThat(EntryCodec.whole(Letters.of(longest, new byte[0])).subject()).isEqualTo("dlq." + longest);
        assertThat(EntryCodec.whole(Letters.of(longest + "e", new byte[0])).subject())
                .startsWith("dlq.unpublishable.");
    }

    @Test
    void a_detail_is_cut_to_what_a_person_reads() {
        DeadLetter letter = Letters.of("events.x", new byte[0]);
        DeadLetter verbose = new DeadLetter(
                letter.origin(),
                1,
                "events.x",
                List.of(),
                new byte[0],
                1,
                Reason.OTHER,
                "x".repeat(5_000),
                Letters.SEEN,
                Letters.BURIED);

        assertThat(read(EntryCodec.whole(verbose)).letter().detail())
                .hasSize(1_000)
                .endsWith("...");
    }

    @Test
    void an_entry_of_another_program_is_read_as_far_as_it_goes() {
        StoredMessage foreign = new StoredMessage(
                9,
                Letters.BURIED,
                "dlq.events.shop.x",
                List.of(
                        new Header("X-DLQ-Stream", "CAUSALITY_EVENTS"),
                        new Header("X-DLQ-Consumer", "other"),
                        new Header("X-DLQ-Sequence", "3"),
                        new Header("X-DLQ-Deliveries", "many")),
                new byte[] {1});

        Entry entry = EntryReader.read(foreign).orElseThrow();

        assertThat(entry.letter().subject()).isEqualTo("events.shop.x");
        assertThat(entry.letter().reason()).isEqualTo(Reason.OTHER);
        assertThat(entry.letter().deliveries()).isZero();
        assertThat(entry.letter().time()).isEqualTo(Letters.BURIED);
        assertThat(entry.id()).isEmpty();
    }

    @Test
    void a_message_that_is_no_entry_is_told_apart() {
        StoredMessage stray = new StoredMessage(9, Letters.BURIED, "dlq.x", List.of(), new byte[0]);

        assertThat(EntryReader.read(stray)).isEmpty();
    }

    @Test
    void c2_the_size_that_is_reckoned_with_is_never_less_than_what_goes_over_the_wire() {
        Publication entry = EntryCodec.whole(Letters.letter("events.x", Letters.awkwardHeaders(), Letters.bytes(77)));
        StringBuilder block = new StringBuilder("NATS/1.0\r\nNats-Msg-Id: " + entry.messageId() + "\r\n");
        entry.headers().forEach(header -> block.append(header.name() + ": " + header.value() + "\r\n"));

        assertThat(EntryCodec.size(entry)).isGreaterThanOrEqualTo(block.length() + 2 + 77);
    }

    private static Entry read(Publication publication) {
        List<Header> headers = new ArrayList<>(publication.headers());
        headers.add(new Header("Nats-Msg-Id", publication.messageId()));
        Entry entry = EntryReader.read(
                        new StoredMessage(1, Letters.BURIED, publication.subject(), headers, publication.payload()))
                .orElseThrow();
        assertThat(entry.id()).isEqualTo(publication.messageId());
        return entry;
    }
}
