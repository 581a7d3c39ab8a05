package dev.causality.events;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import com.google.protobuf.UnknownFieldSet;
import dev.causality.v1.EventEnvelope;
import java.util.List;
import java.util.Random;
import java.util.UUID;

/** Generates envelopes from a seed, edge cases first: over all payload types, valid ones and such that break rules. */
final class RandomEvents {

    private static final List<String> TEXTS = List.of(
            "",
            "a",
            "home screen",
            "quote \" and \\ backslash",
            "tab\tline\nreturn\rfeed\fback\b",
            "\u0000\u0001\u001f\u007f",
            "</script>&'=<>",
            "Grüße aus Köln",
            "日本語のテキスト",
            "emoji 🎉👩‍👩‍👧‍👦 end",
            "\u2028\u2029\ufeff\uffff",
            "exactly8",
            "exactly8\"",
            "1234567é",
            "a long text that is plain ASCII and goes on and on ".repeat(20));
    private static final List<String> NAMES = List.of("a", "com.acme.shop", "my-app_2", "A.b-C.d", "x".repeat(160));
    private static final List<String> EVENT_NAMES =
            List.of("checkout", "Level Up", "a.b.c", "UPPER_case-1", " ", ". .", "n".repeat(128));
    private static final List<String> BAD_NAMES = List.of(
            "",
            "../x",
            "a b",
            "a..b",
            ".a",
            "a.",
            "a\n",
            "a:b",
            "a*",
            "a>",
            "ä",
            "x".repeat(161),
            "x".repeat(300),
            "a/b");
    private static final List<Long> LONGS =
            List.of(0L, 1L, -1L, 127L, 128L, 16383L, 16384L, 1L << 31, 1L << 53, Long.MAX_VALUE, Long.MIN_VALUE);
    private static final List<Double> DOUBLES = List.of(
            0.0,
            -0.0,
            1.0,
            -1.5,
            0.1,
            1e-7,
            1e21,
            Double.MIN_VALUE,
            Double.MAX_VALUE,
            Double.NaN,
            Double.POSITIVE_INFINITY,
            Double.NEGATIVE_INFINITY);
    private static final List<Long> BAD_TIMES = List.of(
            0L, -1L, 946684799999L, 4102444800000L, 253370764800000L, 1763596800L, Long.MIN_VALUE, Long.MAX_VALUE);
    private static final long FIRST_TIME = 946684800000L;
    private static final long LAST_TIME = 4102444799999L;
    private static final int MAX_ELEMENTS = 4;
    private static final int MANY_ELEMENTS = 40;

    private final Random random;

    RandomEvents(long seed) {
        this.random = new Random(seed);
    }

    Random random() {
        return random;
    }

    /** A valid event with a payload that the schema knows. */
    EventEnvelope valid() {
        EventEnvelope.Builder envelope = EventEnvelope.newBuilder()
                .setId(random.nextInt(4) == 0 ? "" : uuid())
                .setAppId(pick(NAMES))
                .setDeviceId(random.nextBoolean() ? "device-" + random.nextInt(100) : nonEmptyText())
                .setTimestampMs(time())
                .setIdempotencyKey(uuid());
        if (random.nextBoolean()) {
            envelope.setCorrelationId(text());
        }
        if (random.nextInt(3) > 0) {
            envelope.setDeviceContext(
                    (dev.causality.v1.DeviceContext) fill(dev.causality.v1.DeviceContext.newBuilder()));
        }
        FieldDescriptor payload = payloadField();
        envelope.setField(payload, fill(envelope.newBuilderForField(payload)));
        return envelope.build();
    }

    /** A valid event that may carry unknown fields, in the envelope and in its parts. */
    EventEnvelope validWithUnknownFields() {
        EventEnvelope.Builder envelope = valid().toBuilder().mergeUnknownFields(unknownFields(1000, 3000));
        if (envelope.hasDeviceContext()) {
            envelope.getDeviceContextBuilder().mergeUnknownFields(unknownFields(20, 3000));
        }
        FieldDescriptor payload = envelope.getOneofFieldDescriptor(payloadOneof());
        Message.Builder builder = ((Message) envelope.getField(payload)).toBuilder();
        return envelope.setField(
                        payload,
                        builder.mergeUnknownFields(unknownFields(10, 3000)).build())
                .build();
    }

    /** A valid event whose payload is of a schema to come, in one or several fields between 10 and 999. */
    EventEnvelope validWithUnknownPayload() {
        UnknownFieldSet.Builder unknown = unknownFields(1000, 3000).toBuilder();
        for (int i = random.nextInt(3); i >= 0; i--) {
            int number = 500 + random.nextInt(5);
            UnknownFieldSet.Field.Builder field = UnknownFieldSet.Field.newBuilder();
            for (int n = random.nextInt(3); n >= 0; n--) {
                field.addLengthDelimited(bytes());
            }
            unknown.mergeField(number, field.build());
        }
        return valid().toBuilder()
                .clearPayload()
                .mergeUnknownFields(unknown.build())
                .build();
    }

    /** An event that breaks one or several rules, most of the time. */
    EventEnvelope invalid() {
        EventEnvelope.Builder envelope = valid().toBuilder();
        for (int i = random.nextInt(3); i >= 0; i--) {
            spoil(envelope);
        }
        return envelope.build();
    }

    /** Any of the above. */
    EventEnvelope any() {
        return switch (random.nextInt(5)) {
            case 0, 1 -> valid();
            case 2 -> validWithUnknownFields();
            case 3 -> validWithUnknownPayload();
            default -> invalid();
        };
    }

    private void spoil(EventEnvelope.Builder envelope) {
        switch (random.nextInt(8)) {
            case 0 ->
                envelope.setId(pick(List.of("x", "0190a1b2-c3d4-7e5f-8a9b", uuid() + " ", uuid().replace('-', '_'))));
            case 1 -> envelope.setAppId(pick(BAD_NAMES));
            case 2 -> envelope.setDeviceId("");
            case 3 -> envelope.setTimestampMs(pick(BAD_TIMES));
            case 4 -> envelope.setIdempotencyKey(pick(List.of("", "x", uuid() + "0", "g" + uuid().substring(1))));
            case 5 -> envelope.clearPayload();
            case 6 ->
                envelope.getCustomEventBuilder().setEventName(pick(List.of("", "a:b", "ä", "a\n", "x".repeat(129))));
            default -> {
                FieldDescriptor payload = payloadField();
                envelope.setField(payload, envelope.newBuilderForField(payload).build());
            }
        }
    }

    private FieldDescriptor payloadField() {
        return pick(payloadOneof().getFields());
    }

    private static com.google.protobuf.Descriptors.OneofDescriptor payloadOneof() {
        return EventEnvelope.getDescriptor().getOneofs().getFirst();
    }

    private Message fill(Message.Builder builder) {
        for (FieldDescriptor field : builder.getDescriptorForType().getFields()) {
            if (RuleReader.stringRule(field).isPresent()) {
                builder.setField(field, field.getName().equals("event_name") ? pick(EVENT_NAMES) : nonEmptyText());
            } else if (field.isRepeated()) {
                int count = random.nextInt(8) == 0 ? random.nextInt(MANY_ELEMENTS) : random.nextInt(MAX_ELEMENTS);
                for (int i = 0; i < count; i++) {
                    builder.addRepeatedField(field, value(field, builder));
                }
            } else if (random.nextInt(3) > 0) {
                builder.setField(field, value(field, builder));
            }
        }
        return builder.build();
    }

    private Object value(FieldDescriptor field, Message.Builder parent) {
        return switch (field.getType()) {
            case STRING -> text();
            case BOOL -> random.nextBoolean();
            case INT32 -> pick(LONGS).intValue();
            case INT64 -> random.nextBoolean() ? pick(LONGS) : random.nextLong();
            case FLOAT -> random.nextBoolean() ? pick(DOUBLES).floatValue() : random.nextFloat() * 1000;
            case DOUBLE -> random.nextBoolean() ? pick(DOUBLES) : random.nextGaussian();
            case ENUM -> field.getEnumType().findValueByNumberCreatingIfUnknown(random.nextInt(10) - 1);
            default -> fill(parent.newBuilderForField(field));
        };
    }

    private UnknownFieldSet unknownFields(int first, int last) {
        UnknownFieldSet.Builder unknown = UnknownFieldSet.newBuilder();
        for (int i = random.nextInt(3); i > 0; i--) {
            unknown.mergeField(first + random.nextInt(last - first), unknownField(random.nextInt(3)));
        }
        return unknown.build();
    }

    private UnknownFieldSet.Field unknownField(int depth) {
        UnknownFieldSet.Field.Builder field = UnknownFieldSet.Field.newBuilder();
        return switch (random.nextInt(depth > 0 ? 5 : 4)) {
            case 0 -> field.addVarint(pick(LONGS)).build();
            case 1 -> field.addFixed32(random.nextInt()).build();
            case 2 -> field.addFixed64(random.nextLong()).build();
            case 3 -> field.addLengthDelimited(bytes()).build();
            default ->
                field.addGroup(UnknownFieldSet.newBuilder()
                                .addField(1 + random.nextInt(50), unknownField(depth - 1))
                                .build())
                        .build();
        };
    }

    private ByteString bytes() {
        byte[] bytes = new byte[random.nextInt(20)];
        random.nextBytes(bytes);
        return ByteString.copyFrom(bytes);
    }

    private long time() {
        return switch (random.nextInt(8)) {
            case 0 -> FIRST_TIME;
            case 1 -> LAST_TIME;
            default -> FIRST_TIME + Math.floorMod(random.nextLong(), LAST_TIME - FIRST_TIME);
        };
    }

    private String uuid() {
        String uuid = new UUID(random.nextLong(), random.nextLong()).toString();
        return random.nextBoolean() ? uuid : uuid.toUpperCase(java.util.Locale.ROOT);
    }

    private String nonEmptyText() {
        String text = text();
        return text.isEmpty() ? "x" : text;
    }

    private String text() {
        if (random.nextInt(3) > 0) {
            return pick(TEXTS);
        }
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(30); i > 0; i--) {
            int codePoint = random.nextInt(10) == 0 ? random.nextInt(0x20000) : random.nextInt(0x80);
            boolean surrogate = codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
            text.appendCodePoint(surrogate ? '?' : codePoint);
        }
        return text.toString();
    }

    private <T> T pick(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
