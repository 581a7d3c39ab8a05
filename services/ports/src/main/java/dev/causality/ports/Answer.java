package dev.causality.ports;

import java.util.function.Function;

/** The answer to a question that changes nothing: had, or not to be had now. */
public sealed interface Answer<T> {

    /** The answer. */
    record Known<T>(T value) implements Answer<T> {}

    /** No answer, and why; asking again may help. */
    record Unavailable<T>(String detail) implements Answer<T> {}

    /** The same answer, with {@code f} applied to it if there is one. */
    default <R> Answer<R> map(Function<? super T, ? extends R> f) {
        return switch (this) {
            case Known<T>(T value) -> new Known<>(f.apply(value));
            case Unavailable<T>(String detail) -> new Unavailable<>(detail);
        };
    }
}
