package dev.causality.gateway.core;

import java.util.function.Function;

/** A step of handling a request: what it gave, or why it ended here. */
sealed interface Outcome<T> {

    record Ok<T>(T value) implements Outcome<T> {}

    record Failed<T>(Problem problem) implements Outcome<T> {}

    /** What {@code next} makes of the value; a problem stays as it is. */
    default <R> Outcome<R> then(Function<? super T, Outcome<R>> next) {
        return switch (this) {
            case Ok<T>(T value) -> next.apply(value);
            case Failed<T>(Problem problem) -> new Failed<>(problem);
        };
    }
}
