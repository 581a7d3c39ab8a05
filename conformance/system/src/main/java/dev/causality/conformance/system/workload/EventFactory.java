package dev.causality.conformance.system.workload;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.UnknownFieldSet;
import com.google.protobuf.util.JsonFormat;
import dev.causality.v1.DeviceContext;
import dev.causality.v1.EventEnvelope;
import dev.causality.v1.Platform;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Makes a publisher's events: mostly ordinary, some large, some of a newer schema, some that must be refused. */
final class EventFactory {
    private static final double INVALID = 0.01;
    private static final double LARGE = 0.003;
    private static final double NEWER_SCHEMA = 0.01;
    private static final int UNLISTED_PAYLOAD_FIELD = 777;
    private static final int HOUR_MILLIS = 3_600_000;
    private static final JsonFormat.Printer ORIGINAL_NAMES =
            JsonFormat.printer().preservingProtoFieldNames().omittingInsignificantWhitespace();

    private final RandomGenerator random;
    private final Payloads payloads;
    private final String publisher;
    private final String app;
    private final List<Instant> hours;
    private final boolean json;
    private long sequence;

    /**
     * @param hours the beginnings of the hours that events happen in
     * @param json whether they will be sent as JSON, which cannot carry fields that nobody knows
     */
    EventFactory(RandomGenerator random, String publisher, String app, List<Instant> hours, boolean json) {
        this.random = random;
        this.payloads = new Payloads(random);
        this.publisher = publisher;
        this.app = app;
        this.hours = List.copyOf(hours);
        this.json = json;
    }

    OutgoingEvent next() {
        long millis = hours.get(random.nextInt(hours.size())).toEpochMilli() + withinHour();
        EventEnvelope.Builder envelope = EventEnvelope.newBuilder()
                .setAppId(app)
                .setDeviceId("device-" + random.nextInt(50))
                .setTimestampMs(millis)
                .setCorrelationId("c-" + publisher + "-" + sequence)
                .setIdempotencyKey(uuid());
        if (random.nextBoolean()) {
            envelope.setId(uuid());
        }
        if (random.nextBoolean()) {
            envelope.setDeviceContext(DeviceContext.newBuilder()
                    .setPlatform(Platform.forNumber(random.nextInt(4)))
                    .setOsVersion(payloads.text())
                    .setAppVersion("1." + random.nextInt(9))
                    .setScreenWidth(random.nextInt(4000)));
        }
        double draw = random.nextDouble();
        if (draw < INVALID) {
            payloads.setAny(envelope);
            return event(envelope.setDeviceId("").build(), false, null);
        }
        if (!json && draw < INVALID + NEWER_SCHEMA) {
            return event(withUnlistedPayload(envelope), true, null);
        }
        Payloads.Kind kind = random.nextDouble() < LARGE ? payloads.setLarge(envelope) : payloads.setAny(envelope);
        EventEnvelope built = envelope.build();
        return event(built, true, content(built, kind).digest());
    }

    /** Often the first or the last millisecond of the hour, where the wrong partition is next door. */
    private int withinHour() {
        return switch (random.nextInt(10)) {
            case 0 -> 0;
            case 1 -> HOUR_MILLIS - 1;
            default -> random.nextInt(HOUR_MILLIS);
        };
    }

    private OutgoingEvent event(EventEnvelope envelope, boolean valid, @Nullable String digest) {
        return new OutgoingEvent(publisher, sequence++, envelope, partition(envelope), valid, digest);
    }

    private static String partition(EventEnvelope envelope) {
        ZonedDateTime time = Instant.ofEpochMilli(envelope.getTimestampMs()).atZone(ZoneOffset.UTC);
        return RowContent.partition(
                envelope.getAppId(), time.getYear(), time.getMonthValue(), time.getDayOfMonth(), time.getHour());
    }

    /** A payload in a field that this schema does not list: an event of a newer client. */
    private static EventEnvelope withUnlistedPayload(EventEnvelope.Builder envelope) {
        return envelope.setUnknownFields(UnknownFieldSet.newBuilder()
                        .addField(
                                UNLISTED_PAYLOAD_FIELD,
                                UnknownFieldSet.Field.newBuilder()
                                        .addLengthDelimited(ByteString.copyFromUtf8("\n\003new"))
                                        .build())
                        .build())
                .build();
    }

    private static RowContent content(EventEnvelope envelope, Payloads.Kind kind) {
        DeviceContext device = envelope.getDeviceContext();
        return new RowContent(
                envelope.getAppId(),
                envelope.getDeviceId(),
                envelope.getTimestampMs(),
                envelope.getCorrelationId(),
                kind.category(),
                kind.type(),
                device.getPlatform() == Platform.PLATFORM_UNSPECIFIED
                        ? null
                        : device.getPlatform().name(),
                device.getOsVersion(),
                device.getAppVersion(),
                device.getScreenWidth(),
                payloadJson(envelope));
    }

    private static String payloadJson(EventEnvelope envelope) {
        Message payload = envelope.getAllFields().entrySet().stream()
                .filter(field -> field.getKey().getContainingOneof() != null)
                .map(field -> (Message) field.getValue())
                .findFirst()
                .orElseThrow();
        try {
            return ORIGINAL_NAMES.print(payload);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("a payload that was just made cannot be printed", e);
        }
    }

    private String uuid() {
        return new UUID(
                        (random.nextLong() & ~0xF000L) | 0x4000L,
                        (random.nextLong() & 0x3FFFFFFFFFFFFFFFL) | 0x8000000000000000L)
                .toString();
    }
}
