package dev.causality.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AsciiPatternTest {

    private static final List<String> ATOMS = List.of("a", "b", "\\.", "[ab]", "[a-c-]", "[.]", "-", "c");
    private static final String LETTERS = "abc.-^$\n";

    @Test
    void it_matches_what_javas_regular_expressions_match() {
        Random random = new Random(1);
        for (int i = 0; i < 1_000; i++) {
            String expression = "^" + expression(random, 3) + "$";
            AsciiPattern pattern = AsciiPattern.compile(expression);
            Pattern reference = Pattern.compile(expression.substring(1, expression.length() - 1));
            for (int n = 0; n < 50; n++) {
                String text = text(random);
                byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
                assertThat(pattern.matches(bytes, 0, bytes.length))
                        .as("%s on '%s'", expression, text)
                        .isEqualTo(reference.matcher(text).matches());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a", "^a", "a$", "^a{2}$", "^.$", "^[^a]$", "^(a$", "^a)$", "^[a$", "^\\d$", "^a**$", "^ä$", "^a^b$",
                "^*$", "^(?:a)$"
            })
    void an_expression_beyond_its_means_is_refused(String expression) {
        assertThatThrownBy(() -> AsciiPattern.compile(expression)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void text_beyond_ascii_never_matches() {
        byte[] bytes = "é".getBytes(StandardCharsets.UTF_8);

        assertThat(AsciiPattern.compile("^[ -~]*$").matches(bytes, 0, bytes.length))
                .isFalse();
    }

    private static String expression(Random random, int depth) {
        StringBuilder expression = new StringBuilder();
        for (int parts = 1 + random.nextInt(3); parts > 0; parts--) {
            boolean group = depth > 0 && random.nextInt(3) == 0;
            expression.append(
                    group ? "(" + expression(random, depth - 1) + ")" : ATOMS.get(random.nextInt(ATOMS.size())));
            expression.append(List.of("", "", "*", "+", "?").get(random.nextInt(5)));
            if (parts > 1 && random.nextInt(5) == 0) {
                expression.append('|');
            }
        }
        return expression.length() > 40 ? "a" : expression.toString();
    }

    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        for (int length = random.nextInt(7); length > 0; length--) {
            text.append(LETTERS.charAt(Math.min(random.nextInt(12), 7) % (random.nextInt(9) == 0 ? 8 : 5)));
        }
        return text.toString();
    }
}
