package dev.causality.gateway.core;

import dev.causality.v1.EventEnvelope;
import dev.causality.v1.IngestEventBatchRequest;
import dev.causality.v1.IngestEventRequest;
import dev.causality.v1.ScreenView;
import java.util.List;
import java.util.UUID;

/** Events for tests. */
public final class Events {

    /** A moment within the range that the schema allows. */
    public static final long TIMESTAMP = 1_790_000_000_000L;

    private Events() {}

    /** A valid event without an id, with a fresh idempotency key. */
    public static EventEnvelope.Builder event(String appId) {
        return EventEnvelope.newBuilder()
                .setAppId(appId)
                .setDeviceId("device-1")
                .setTimestampMs(TIMESTAMP)
                .setIdempotencyKey(UUID.randomUUID().toString())
                .setScreenView(ScreenView.newBuilder().setScreenName("home").putParams("tab", "news"));
    }

    public static byte[] single(EventEnvelope.Builder event) {
        return IngestEventRequest.newBuilder().setEvent(event).build().toByteArray();
    }

    public static byte[] batch(List<EventEnvelope.Builder> events) {
        IngestEventBatchRequest.Builder batch = IngestEventBatchRequest.newBuilder();
        events.forEach(batch::addEvents);
        return batch.build().toByteArray();
    }
}
