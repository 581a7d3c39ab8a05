package dev.causality.deadletters;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class HeaderTextTest {

    @Test
    void printable_text_stands_for_itself() {
        assertThat(HeaderText.encode("app_id: must not be empty (was '')"))
                .isEqualTo("app_id: must not be empty (was '')");
    }

    @Test
    void any_text_comes_back() {
        Random random = new Random(7);
        for (int i = 0; i < 2_000; i++) {
            String text = random.ints(random.nextInt(12), 0, 0x2_0000)
                    .filter(c -> c < 0xD800 || c > 0xDFFF)
                    .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                    .toString();

            assertThat(HeaderText.decode(HeaderText.encode(text))).isEqualTo(text);
            assertThat(HeaderText.encode(text)).matches("[ -~]*");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"=?UTF-8?B?%%%?=", "=?UTF-8?B?YQ==", "=?UTF-8?B?="})
    void a_value_that_only_looks_encoded_stands_for_itself(String value) {
        assertThat(HeaderText.decode(value)).isEqualTo(value);
    }
}
