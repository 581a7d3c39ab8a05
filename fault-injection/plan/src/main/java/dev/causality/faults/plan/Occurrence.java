package dev.causality.faults.plan;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * Which ones, of all that match. The nth alone is {@code from = n, count = 1}; the first n are {@code count = n}.
 *
 * @param from the first that counts, beginning with 1; in JSON 1 when left out
 * @param count how many from there on; 0, also when left out in JSON, for all
 * @param probability the share of these that is hit, drawn for each; in JSON 1 when left out
 * @see Occurrences
 */
public record Occurrence(long from, long count, double probability) {

    /** All of them. */
    public static final Occurrence ALL = new Occurrence(1, 0, 1);

    public Occurrence {
        Check.positive(from, "from");
        Check.notNegative(count, "count");
        Check.share(probability, "probability");
    }

    /** The nth alone, beginning with 1. */
    public static Occurrence nth(long n) {
        return new Occurrence(n, 1, 1);
    }

    /** The first n. */
    public static Occurrence first(long n) {
        return new Occurrence(1, n, 1);
    }

    /** Each with this probability. */
    public static Occurrence withProbability(double probability) {
        return new Occurrence(1, 0, probability);
    }

    @JsonCreator
    static Occurrence of(
            @JsonProperty("from") @Nullable Long from,
            @JsonProperty("count") @Nullable Long count,
            @JsonProperty("probability") @Nullable Double probability) {
        return new Occurrence(
                from == null ? 1 : from, count == null ? 0 : count, probability == null ? 1 : probability);
    }

    static Occurrence orAll(Occurrence which) {
        return which == null ? ALL : which;
    }
}
