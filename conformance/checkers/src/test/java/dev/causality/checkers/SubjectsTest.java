package dev.causality.checkers;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class SubjectsTest {

    @Test
    void filters_match_token_by_token() {
        assertThat(Subjects.matches("events.>", "events.a.b")).isTrue();
        assertThat(Subjects.matches("events.*.b", "events.a.b")).isTrue();
        assertThat(Subjects.matches("events.a", "events.a")).isTrue();
        assertThat(Subjects.matches("events.>", "events")).isFalse();
        assertThat(Subjects.matches("events.>", "requests.a")).isFalse();
        assertThat(Subjects.matches("events.*", "events.a.b")).isFalse();
        assertThat(Subjects.matches("events.a.b", "events.a")).isFalse();
    }
}
