package dev.causality.kernel.settings;

import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A form that values can have. Parsers throw {@link IllegalArgumentException} at anything else.
 *
 * @param expected the form in words
 * @param parser from what a user wrote
 * @param writer to what a user would write
 * @param order for limits; null where values have none
 * @param standIn what takes the place of a value that could not be read
 * @param secret whether values are never shown
 */
record Kind<T>(
        String expected,
        Function<String, T> parser,
        Function<T, String> writer,
        @Nullable Comparator<T> order,
        T standIn,
        boolean secret) {

    static final Kind<String> STRING = plain("text", Function.identity(), "");
    static final Kind<Secret> SECRET =
            new Kind<>("secret text", Secret::new, Secret::toString, null, new Secret(""), true);
    static final Kind<Integer> INTEGER = ordered("a whole number", Integer::valueOf, String::valueOf, 0);
    static final Kind<Double> DECIMAL = ordered("a number", Kind::decimal, String::valueOf, 0.0);
    static final Kind<Long> BYTES =
            ordered("a size in bytes, such as 5242880, 64KiB or 5MiB", Sizes::parse, Sizes::write, 0L);
    static final Kind<Duration> DURATION =
            ordered("a duration such as 250ms, 30s, 5m or 168h", Durations::parse, Durations::write, Duration.ZERO);
    static final Kind<Boolean> BOOL = plain("true or false", Kind::bool, false);
    static final Kind<Address> ADDRESS =
            plain("an address such as :8080 or host:8080", Address::parse, new Address("", 0));

    static <E extends Enum<E>> Kind<E> enumeration(Class<E> type) {
        List<E> constants = List.of(type.getEnumConstants());
        String names = String.join(", ", constants.stream().map(Kind::word).toList());
        return new Kind<>(
                "one of " + names, text -> constant(constants, text), Kind::word, null, constants.getFirst(), false);
    }

    static Kind<URI> url(List<String> schemes) {
        return plain(
                "a URL (" + String.join(", ", schemes) + ")", text -> url(text, schemes), URI.create("none://none"));
    }

    static <T> Kind<List<T>> list(Kind<T> element, String elements) {
        return plain(
                "one or more, separated by commas: " + element.expected(),
                text -> Arrays.stream(text.split(",", -1))
                        .map(String::strip)
                        .map(element::parse)
                        .toList(),
                List.of());
    }

    T parse(String text) {
        if (text.isEmpty()) {
            throw new IllegalArgumentException("nothing given");
        }
        return parser.apply(text);
    }

    String write(T value) {
        return writer.apply(value);
    }

    int compare(T left, T right) {
        if (order == null) {
            throw new IllegalStateException("values of this form have no order: " + expected);
        }
        return order.compare(left, right);
    }

    private static <T> Kind<T> plain(String expected, Function<String, T> parser, T standIn) {
        return new Kind<>(expected, parser, String::valueOf, null, standIn, false);
    }

    private static <T extends Comparable<T>> Kind<T> ordered(
            String expected, Function<String, T> parser, Function<T, String> writer, T standIn) {
        return new Kind<>(expected, parser, writer, Comparator.naturalOrder(), standIn, false);
    }

    private static <E extends Enum<E>> String word(E constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static <E extends Enum<E>> E constant(List<E> constants, String text) {
        return constants.stream()
                .filter(constant -> word(constant).equalsIgnoreCase(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no such constant"));
    }

    private static Boolean bool(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("neither true nor false");
        };
    }

    private static Double decimal(String text) {
        if (!text.matches("-?\\d+(\\.\\d+)?")) {
            throw new IllegalArgumentException("not a number");
        }
        return Double.valueOf(text);
    }

    private static URI url(String text, List<String> schemes) {
        URI uri = URI.create(text);
        if (uri.getHost() == null || uri.getScheme() == null || !schemes.contains(uri.getScheme())) {
            throw new IllegalArgumentException("not a URL of the right kind");
        }
        return uri;
    }
}
