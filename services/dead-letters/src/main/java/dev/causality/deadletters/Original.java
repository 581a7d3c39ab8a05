package dev.causality.deadletters;

import dev.causality.ports.Header;
import java.util.List;

/** The message that an entry is about, fetched from wherever it is kept. */
public sealed interface Original {

    /** Byte for byte what the consumer gave up. */
    record Whole(List<Header> headers, byte[] payload) implements Original {}

    /** It was gone before anyone could read it. */
    record Gone() implements Original {}

    /** The object that should hold it does not exist, or holds something else. */
    record Damaged(String detail) implements Original {}

    /** The object store cannot be asked at the moment, or there is none. */
    record Unavailable(String detail) implements Original {}
}
