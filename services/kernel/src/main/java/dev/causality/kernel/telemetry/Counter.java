package dev.causality.kernel.telemetry;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.LongCounter;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A counter, and the labels that it was ever given. A label's value is the name of an enum constant in lower case: a
 * closed set, whoever defines the enum.
 */
final class Counter {

    private final LongCounter counter;
    private final String key;
    private final Map<Enum<?>, Attributes> labels = new ConcurrentHashMap<>();

    /** @param key the label's name; empty for a counter without one */
    Counter(LongCounter counter, String key) {
        this.counter = counter;
        this.key = key;
    }

    void add(long count) {
        counter.add(count);
    }

    void add(long count, Enum<?> label) {
        counter.add(count, labels.computeIfAbsent(label, constant -> Meters.label(key, constant)));
    }

    /** Shows zero for every value of {@code type}, so that the first increment is seen as one. */
    void startAtZero(Class<? extends Enum<?>> type) {
        for (Enum<?> constant : type.getEnumConstants()) {
            add(0, constant);
        }
    }

    void add(long count, Attributes all) {
        counter.add(count, all);
    }

    static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
