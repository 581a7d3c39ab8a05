package dev.causality.conformance.simulation;

import dev.causality.events.Partition;
import dev.causality.faults.plan.Seed;
import dev.causality.kernel.Randomness;
import dev.causality.v1.EventEnvelope;
import dev.causality.v1.IngestEventBatchRequest;
import dev.causality.v1.IngestEventRequest;
import dev.causality.v1.ScreenView;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Makes events from their plans: the same plan, the same bytes. */
final class EventMaker {

    private static final long MILLIS_PER_HOUR = 3_600_000;
    private static final long VERSION_4 = 0x4000L;
    private static final long VERSION_MASK = 0xFFFF_FFFF_FFFF_0FFFL;
    private static final long VARIANT = 0x8000_0000_0000_0000L;
    private static final long VARIANT_MASK = 0x3FFF_FFFF_FFFF_FFFFL;

    private final long seed;
    private final Instant now;

    /** @param now when the run began */
    EventMaker(long seed, Instant now) {
        this.seed = seed;
        this.now = now;
    }

    static String app(int number) {
        return "app-" + number;
    }

    String idempotencyKey(PlannedEvent event) {
        return uuid(event, "key");
    }

    /** What tells this event's row from that of any other. */
    static String digest(PlannedEvent event) {
        return "device-" + event.number();
    }

    String eventId(PlannedEvent event) {
        return uuid(event, "id");
    }

    String partition(PlannedEvent event) {
        return Partition.of(app(event.app()), timestamp(event)).keySegment();
    }

    byte[] body(List<PlannedEvent> events) {
        if (events.size() == 1) {
            return IngestEventRequest.newBuilder()
                    .setEvent(envelope(events.getFirst()))
                    .build()
                    .toByteArray();
        }
        IngestEventBatchRequest.Builder batch = IngestEventBatchRequest.newBuilder();
        events.forEach(event -> batch.addEvents(envelope(event)));
        return batch.build().toByteArray();
    }

    private EventEnvelope envelope(PlannedEvent event) {
        EventEnvelope.Builder envelope = EventEnvelope.newBuilder()
                .setAppId(app(event.app()))
                .setDeviceId(event.valid() ? digest(event) : "")
                .setTimestampMs(timestamp(event))
                .setIdempotencyKey(idempotencyKey(event))
                .setScreenView(ScreenView.newBuilder().setScreenName("s" + "x".repeat(event.padding())));
        if (event.ownId()) {
            envelope.setId(eventId(event));
        }
        return envelope.build();
    }

    private long timestamp(PlannedEvent event) {
        return now.toEpochMilli() - event.hoursAgo() * MILLIS_PER_HOUR;
    }

    private String uuid(PlannedEvent event, String concern) {
        Randomness random = new Seed(seed).fork(concern).fork(event.number()).generator();
        long high = (random.nextLong() & VERSION_MASK) | VERSION_4;
        long low = (random.nextLong() & VARIANT_MASK) | VARIANT;
        return new UUID(high, low).toString();
    }
}
