package dev.causality.gateway.core;

import dev.causality.events.EventSlices;
import java.util.ArrayList;
import java.util.List;

/**
 * Takes requests in protobuf apart, without decoding the envelopes in them: those are read where they lie, and forwarded
 * as they came.
 */
final class ProtobufRequests {

    private ProtobufRequests() {}

    /** The event of a single request. Protobuf merges the occurrences of a message that should occur once. */
    static Outcome<Item> single(byte[] body) {
        EventSlices events = EventSlices.of(body, Integer.MAX_VALUE);
        if (events.malformed()) {
            return malformed();
        }
        if (events.size() == 0) {
            return new Outcome.Failed<>(
                    Problem.inField(ErrorCode.INVALID_EVENT, "event", "is required: the request holds no event"));
        }
        if (events.size() == 1) {
            return new Outcome.Ok<>(item(events, 0));
        }
        byte[] merged = events.joined();
        return new Outcome.Ok<>(new Item.Encoded(merged, 0, merged.length));
    }

    /** The events of a batch: at most one more than allowed, whatever follows. */
    static Outcome<List<Item>> batch(byte[] body, int maxEvents) {
        EventSlices events = EventSlices.of(body, maxEvents + 1);
        if (events.malformed()) {
            return malformed();
        }
        List<Item> items = new ArrayList<>(events.size());
        for (int i = 0; i < events.size(); i++) {
            items.add(item(events, i));
        }
        return new Outcome.Ok<>(items);
    }

    private static Item item(EventSlices events, int index) {
        return new Item.Encoded(events.body(), events.offset(index), events.length(index));
    }

    private static <T> Outcome<T> malformed() {
        return new Outcome.Failed<>(Problem.of(
                ErrorCode.MALFORMED, "the body is not a protobuf message of this request: it is damaged or truncated"));
    }
}
