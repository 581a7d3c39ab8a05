package dev.causality.adapters.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DictionaryTest {

    @Test
    void values_are_numbered_in_the_order_of_their_first_appearance() {
        Dictionary dictionary = Dictionary.ofText();
        for (int round = 0; round < 3; round++) {
            Random random = new Random(round);
            Map<String, Integer> expected = new LinkedHashMap<>();
            for (int i = 0; i < 20_000; i++) {
                String value = "v".repeat(random.nextInt(24)) + random.nextInt(400);
                expected.putIfAbsent(value, expected.size());
                assertThat(number(dictionary, value)).isEqualTo(expected.get(value));
            }
            assertThat(dictionary.size()).isEqualTo(expected.size());
            assertThat(values(dictionary)).containsExactlyElementsOf(expected.keySet());
            dictionary.clear();
        }
    }

    @Test
    void values_that_differ_in_one_byte_are_told_apart() {
        for (int length = 1; length <= 40; length++) {
            Dictionary dictionary = Dictionary.ofText();
            byte[] value = new byte[length];
            number(dictionary, value);
            for (int i = 0; i < length; i++) {
                byte[] other = value.clone();
                other[i] = 1;
                assertThat(dictionary.is(0, other, 0, length)).isFalse();
                assertThat(number(dictionary, other)).isEqualTo(i + 1);
            }
            assertThat(dictionary.is(0, value, 0, length)).isTrue();
            assertThat(number(dictionary, value)).isZero();
        }
    }

    @Test
    void bounds_of_text_go_by_unsigned_bytes_and_those_of_numbers_by_sign() {
        Dictionary texts = Dictionary.ofText();
        List.of("b", "", "ü", "a", "zz").forEach(text -> number(texts, text));
        Bounds textBounds = Objects.requireNonNull(texts.bounds());
        assertThat(textBounds.lowest()).isEmpty();
        assertThat(textBounds.highest()).isEqualTo("ü".getBytes(StandardCharsets.UTF_8));

        Dictionary numbers = Dictionary.ofInts();
        for (int value : new int[] {3, -5, 70_000, 0}) {
            byte[] bytes = new byte[Integer.BYTES];
            Bytes.setInt(bytes, 0, value);
            number(numbers, bytes);
        }
        Bounds numberBounds = Objects.requireNonNull(numbers.bounds());
        assertThat(numberBounds.lowest()).containsExactly(0xFB, 0xFF, 0xFF, 0xFF);
        assertThat(numberBounds.highest()).containsExactly(0x70, 0x11, 0x01, 0x00);
    }

    private static int number(Dictionary dictionary, String value) {
        return number(dictionary, value.getBytes(StandardCharsets.UTF_8));
    }

    /** From the middle of a larger array, as values come. */
    private static int number(Dictionary dictionary, byte[] value) {
        byte[] array = new byte[value.length + 7];
        System.arraycopy(value, 0, array, 3, value.length);
        return dictionary.number(array, 3, value.length);
    }

    private static List<String> values(Dictionary dictionary) {
        List<String> values = new ArrayList<>();
        byte[] page = dictionary.page().array();
        for (int at = 0; at < dictionary.page().size(); ) {
            int length = page[at] & 0xFF;
            at += Integer.BYTES;
            values.add(new String(page, at, length, StandardCharsets.UTF_8));
            at += length;
        }
        return values;
    }
}
