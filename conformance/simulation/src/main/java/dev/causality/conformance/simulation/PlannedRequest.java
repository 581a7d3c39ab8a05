package dev.causality.conformance.simulation;

import java.util.List;

/**
 * A request that a client sends until it is answered for good.
 *
 * @param client who sends it, behind that client's earlier requests
 * @param pauseMillis how long the client waits before it
 * @param hedged whether it is sent to two gateways at the same time
 * @param events one for the single endpoint, several for a batch
 */
record PlannedRequest(int client, long pauseMillis, boolean hedged, List<PlannedEvent> events) {

    PlannedRequest {
        events = List.copyOf(events);
    }

    /** Not hedged. */
    PlannedRequest once() {
        return new PlannedRequest(client, pauseMillis, false, events);
    }

    PlannedRequest plain() {
        return new PlannedRequest(
                client,
                pauseMillis,
                hedged,
                events.stream().map(PlannedEvent::plain).toList());
    }
}
