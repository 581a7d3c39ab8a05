package dev.causality.adapters.nats;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class AckSubjectTest {

    private static final String NUMBERS = "S.C.3.1234567890123.9876543210.1795221095243235072.42";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "$JS.ACK." + NUMBERS,
                "$JS.ACK._.Hc3n0e." + NUMBERS,
                "$JS.ACK._.Hc3n0e." + NUMBERS + ".r4nd0m",
                "$JS.ACK.domain.7." + NUMBERS + ".1"
            })
    void all_forms_of_the_reply_subject_are_read(String subject) {
        AckSubject read = new AckSubject();

        assertThat(read.read(subject)).isTrue();

        assertThat(read.deliveries()).isEqualTo(3);
        assertThat(read.sequence()).isEqualTo(1_234_567_890_123L);
        assertThat(read.consumerSequence()).isEqualTo(9_876_543_210L);
        assertThat(read.time()).isEqualTo(Instant.parse("2026-11-21T00:31:35.243235072Z"));
        assertThat(read.pending()).isEqualTo(42);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                "_INBOX.x",
                "$JS.ACK.",
                "$JS.ACK.S.C.1.2.3.4",
                "$JS.ACK.S.C.1.2.3.4.5.6",
                "$JS.ACK.S.C.x.2.3.4.5",
                "$JS.ACK.S.C.0.2.3.4.5",
                "$JS.ACK.S.C.-1.2.3.4.5",
                "$JS.ACK.S.C.1..3.4.5",
                "$JS.FC.S.C.1.2.3.4.5"
            })
    void anything_else_is_not_a_delivery(@Nullable String subject) {
        assertThat(new AckSubject().read(subject)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "$JS.ACK." + NUMBERS,
                "$JS.ACK.a#1.b#2.3.1234567890123.9876543210.1795221095243235072.42",
                "$JS.ACK._.x.a#1.b.3.1234567890123.9876543210.1795221095243235072.42.r4nd0m"
            })
    void the_mark_of_packed_headers_is_no_part_of_the_address(String subject) {
        AckSubject read = new AckSubject();

        assertThat(read.read(subject)).isTrue();
        assertThat(read.address()).isEqualTo(subject);
        assertThat(read.headerLength()).isZero();

        assertThat(read.read(subject + "#115")).isTrue();
        assertThat(read.address()).isEqualTo(subject);
        assertThat(read.headerLength()).isEqualTo(115);
        assertThat(read.pending()).isEqualTo(42);
    }

    @Test
    void a_subject_with_very_many_tokens_does_no_harm() {
        assertThat(new AckSubject().read("$JS.ACK." + "a.".repeat(100) + "1")).isFalse();
    }
}
