package dev.causality.gateway.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestIdsTest {

    @Test
    void acceptable_names_are_taken_over() {
        RequestIds ids = of(Map.of("X-Request-ID", "req-1", "X-Correlation-ID", "checkout/42:a=b"));

        assertThat(ids).isEqualTo(new RequestIds("req-1", "checkout/42:a=b"));
    }

    @Test
    void a_missing_correlation_id_is_the_request_id() {
        assertThat(of(Map.of("X-Request-ID", "req-1"))).isEqualTo(new RequestIds("req-1", "req-1"));
        assertThat(of(Map.of())).isEqualTo(new RequestIds("made", "made"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "with space", "line\nbreak", "quote\"", "ünïcode", "<script>"})
    void m2_names_that_could_harm_a_log_are_replaced(String name) {
        assertThat(of(Map.of("X-Request-ID", name, "X-Correlation-ID", name)))
                .isEqualTo(new RequestIds("made", "made"));
    }

    @Test
    void names_that_are_too_long_are_replaced() {
        assertThat(of(Map.of("X-Correlation-ID", "a".repeat(127))).correlationId())
                .hasSize(127);
        assertThat(of(Map.of("X-Correlation-ID", "a".repeat(128))).correlationId())
                .isEqualTo("made");
    }

    private static RequestIds of(Map<String, String> headers) {
        return RequestIds.of(name -> Optional.ofNullable(headers.get(name)), () -> "made");
    }
}
