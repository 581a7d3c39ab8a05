package dev.causality.deadletters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class OriginTest {

    @Test
    void c1_the_id_names_stream_creation_consumer_and_sequence() {
        Origin origin =
                new Origin("CAUSALITY_EVENTS", Instant.parse("2026-11-21T00:29:48.396132695Z"), "warehouse-sink");

        assertThat(origin.entryId(7)).isEqualTo("CAUSALITY_EVENTS:1795220988396132695:warehouse-sink:7");
    }

    @Test
    void c1_a_stream_that_was_made_again_has_other_ids() {
        Instant created = Instant.parse("2026-11-21T00:29:48Z");

        assertThat(new Origin("S", created, "c").entryId(7))
                .isNotEqualTo(new Origin("S", created.plusNanos(1), "c").entryId(7));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a:b", "a.b", "a b", "a*", "a>", "a/b", "a\\b", "a\nb", "ä"})
    void names_that_would_make_ids_or_subjects_ambiguous_are_refused(String name) {
        assertThatThrownBy(() -> new Origin(name, Instant.EPOCH, "c")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Origin("S", Instant.EPOCH, name)).isInstanceOf(IllegalArgumentException.class);
    }
}
