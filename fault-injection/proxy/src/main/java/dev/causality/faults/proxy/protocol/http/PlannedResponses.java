package dev.causality.faults.proxy.protocol.http;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The faults that wait for the responses of one connection, by the number of their requests. Bounded like these. */
final class PlannedResponses {
    private final Map<Long, HttpHit> waiting = new HashMap<>();

    void add(long number, HttpHit hit) {
        waiting.put(number, hit);
    }

    @Nullable
    HttpHit take(long number) {
        return waiting.remove(number);
    }
}
