package dev.causality.adapters.nats;

import java.util.List;
import java.util.stream.Collectors;

/** Writes one flat JSON object. Not safe for use by several tasks. */
final class Json {

    private final StringBuilder text = new StringBuilder("{");

    private Json() {}

    static Json object() {
        return new Json();
    }

    Json put(String name, String value) {
        return raw(name, quote(value));
    }

    Json put(String name, long value) {
        return raw(name, Long.toString(value));
    }

    Json put(String name, boolean value) {
        return raw(name, Boolean.toString(value));
    }

    Json put(String name, List<String> values) {
        return raw(name, values.stream().map(Json::quote).collect(Collectors.joining(",", "[", "]")));
    }

    Json put(String name, Json value) {
        return raw(name, value.toString());
    }

    private Json raw(String name, String value) {
        if (text.length() > 1) {
            text.append(',');
        }
        text.append(quote(name)).append(':').append(value);
        return this;
    }

    private static String quote(String value) {
        StringBuilder quoted = new StringBuilder("\"");
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"' || c == '\\') {
                quoted.append('\\').append(c);
            } else if (c < ' ') {
                quoted.append(String.format("\\u%04x", (int) c));
            } else {
                quoted.append(c);
            }
        }
        return quoted.append('"').toString();
    }

    @Override
    public String toString() {
        return text + "}";
    }
}
