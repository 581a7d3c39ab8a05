package dev.causality.gateway.core;

import static dev.causality.gateway.core.MediaType.JSON;
import static dev.causality.gateway.core.MediaType.PROTOBUF;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MediaTypeTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/json",
                "APPLICATION/JSON",
                "application/json; charset=utf-8",
                "application/json;charset=\"UTF-8\""
            })
    void json_is_known_in_utf_8(String header) {
        assertThat(MediaType.ofContent(header)).contains(JSON);
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/x-protobuf", "application/octet-stream", "application/x-protobuf; proto=x"})
    void protobuf_has_several_names(String header) {
        assertThat(MediaType.ofContent(header)).contains(PROTOBUF);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "text/plain", "application/xml", "application/json; charset=utf-16", "json"})
    void a5_other_types_are_none(String header) {
        assertThat(MediaType.ofContent(header)).isEmpty();
    }

    @Test
    void the_answer_is_in_the_type_asked_for_or_else_in_that_of_the_request() {
        assertThat(MediaType.ofAnswer(Optional.empty(), PROTOBUF)).isEqualTo(PROTOBUF);
        assertThat(MediaType.ofAnswer(Optional.of("*/*"), JSON)).isEqualTo(JSON);
        assertThat(MediaType.ofAnswer(Optional.of("text/html, application/json;q=0.9"), PROTOBUF))
                .isEqualTo(JSON);
        assertThat(MediaType.ofAnswer(Optional.of("application/x-protobuf"), JSON))
                .isEqualTo(PROTOBUF);
        assertThat(MediaType.ofAnswer(Optional.of("image/png"), JSON)).isEqualTo(JSON);
    }
}
