package dev.causality.adapters.parquet;

import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import dev.causality.ports.WarehouseEncoder.Row;
import dev.causality.v1.DeviceContext;
import dev.causality.v1.EventEnvelope;
import dev.causality.v1.NetworkType;
import dev.causality.v1.Platform;
import dev.causality.v1.ScreenView;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;

/** Valid events drawn from a seed: typical ones, and ones with every kind of payload and the oddest of values. */
final class Events {

    /** 2026-09-21T14:00:00Z. */
    static final long HOUR_START = 1_789_999_200_000L;

    private static final long FIRST_TIMESTAMP = 946_684_800_000L;
    private static final long LAST_TIMESTAMP = 4_102_444_799_999L;
    private static final List<String> TEXTS = List.of(
            "x",
            "plain text",
            "Zürich",
            "日本語",
            "🚀👩‍👩‍👧",
            "\u0000",
            "\"quoted\\\"\n\t",
            "مرحبا",
            "\uFFFD\uFEFF",
            "a".repeat(5000),
            "' OR 1=1; --",
            "null",
            "NaN");
    private static final List<String> SCREENS =
            List.of("Home", "ProductDetail", "Cart", "Checkout", "Search", "Profile");
    private static final List<FieldDescriptor> PAYLOADS =
            EventEnvelope.getDescriptor().getOneofs().getFirst().getFields();

    private final Random random;

    Events(long seed) {
        random = new Random(seed);
    }

    static List<Row> rows(List<EventEnvelope> events) {
        List<Row> rows = new ArrayList<>();
        for (EventEnvelope event : events) {
            rows.add(new Row(rows.size() + 1, event.toByteArray()));
        }
        return rows;
    }

    /** As many events as there are kinds of payloads, one of each. */
    List<EventEnvelope> ofEveryKind() {
        return PAYLOADS.stream().map(this::strange).toList();
    }

    /** Events of one app within one hour, of about 300 bytes, from some hundred devices. */
    List<EventEnvelope> typical(String app, int count) {
        List<EventEnvelope> events = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int device = random.nextInt(300);
            events.add(EventEnvelope.newBuilder()
                    .setId(uuid())
                    .setAppId(app)
                    .setDeviceId(new UUID(device, -device).toString())
                    .setTimestampMs(HOUR_START + i * 3_600_000L / count)
                    .setIdempotencyKey(uuid())
                    .setDeviceContext(typicalDevice(device))
                    .setScreenView(ScreenView.newBuilder()
                            .setScreenName(pick(SCREENS))
                            .setScreenClass("ViewController")
                            .setPreviousScreen(pick(SCREENS))
                            .putParams("item_id", String.valueOf(random.nextInt(100_000)))
                            .putParams("source", random.nextBoolean() ? "push" : "organic"))
                    .build());
        }
        return events;
    }

    /** An event with this payload whose every field is drawn from the oddest values that are valid. */
    EventEnvelope strange(FieldDescriptor payload) {
        EventEnvelope.Builder event = EventEnvelope.newBuilder()
                .setId(uuid())
                .setAppId(random.nextBoolean() ? "shop" : "com.acme.shop-" + random.nextInt(3))
                .setDeviceId(pick(TEXTS))
                .setTimestampMs(strangeTimestamp())
                .setIdempotencyKey(uuid());
        if (random.nextBoolean()) {
            event.setCorrelationId(pick(TEXTS));
        }
        if (random.nextInt(4) > 0) {
            DeviceContext.Builder device = DeviceContext.newBuilder();
            DeviceContext.getDescriptor().getFields().stream()
                    .filter(field -> random.nextBoolean())
                    .forEach(field -> device.setField(field, value(field, device)));
            event.setDeviceContext(device);
        }
        Message.Builder message = event.newBuilderForField(payload);
        fill(message);
        return event.setField(payload, message.build()).build();
    }

    private void fill(Message.Builder message) {
        for (FieldDescriptor field : message.getDescriptorForType().getFields()) {
            if (field.isRepeated()) {
                for (int i = random.nextInt(3); i > 0; i--) {
                    message.addRepeatedField(field, value(field, message));
                }
            } else {
                message.setField(field, value(field, message));
            }
        }
    }

    private Object value(FieldDescriptor field, Message.Builder parent) {
        return switch (field.getJavaType()) {
            case STRING -> field.getName().equals("event_name") ? "Level up. v2" : pick(TEXTS);
            case INT -> pick(List.of(0, 1, -1, Integer.MIN_VALUE, Integer.MAX_VALUE));
            case LONG -> pick(List.of(0L, 1L, -1L, Long.MIN_VALUE, Long.MAX_VALUE));
            case FLOAT -> pick(List.of(0f, 1.5f, -0.25f, Float.MAX_VALUE));
            case DOUBLE -> pick(List.of(0d, 0.1, -1e300, Double.MIN_VALUE));
            case BOOLEAN -> random.nextBoolean();
            case ENUM -> enumValue(field.getEnumType());
            case MESSAGE -> {
                Message.Builder message = parent.newBuilderForField(field);
                fill(message);
                yield message.build();
            }
            case BYTE_STRING -> throw new IllegalStateException("the schema has no bytes: " + field);
        };
    }

    private Object enumValue(EnumDescriptor type) {
        return pick(type.getValues());
    }

    private long strangeTimestamp() {
        return pick(List.of(
                FIRST_TIMESTAMP,
                LAST_TIMESTAMP,
                HOUR_START,
                HOUR_START - 1,
                1_709_210_096_789L,
                FIRST_TIMESTAMP + Math.floorMod(random.nextLong(), LAST_TIMESTAMP - FIRST_TIMESTAMP)));
    }

    private static DeviceContext typicalDevice(int device) {
        boolean apple = device % 2 == 0;
        return DeviceContext.newBuilder()
                .setPlatform(apple ? Platform.PLATFORM_IOS : Platform.PLATFORM_ANDROID)
                .setOsVersion(apple ? "17.4." + device % 3 : "14")
                .setAppVersion("3.1" + device % 4 + ".0")
                .setDeviceModel(apple ? "iPhone15," + device % 5 : "Pixel " + device % 7)
                .setManufacturer(apple ? "Apple" : "Google")
                .setScreenWidth(1170)
                .setScreenHeight(2532)
                .setLocale("en-US")
                .setTimezone("Europe/Berlin")
                .setNetworkType(NetworkType.forNumber(1 + device % 4))
                .setCarrier("Telekom.de")
                .setSdkVersion("2.4.1")
                .build();
    }

    private String uuid() {
        return new UUID(random.nextLong(), random.nextLong()).toString();
    }

    private <T> T pick(List<T> values) {
        return values.get(random.nextInt(values.size()));
    }
}
