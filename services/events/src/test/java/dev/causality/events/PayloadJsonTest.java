package dev.causality.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.UnknownFieldSet;
import com.google.protobuf.util.JsonFormat;
import dev.causality.v1.CustomEvent;
import dev.causality.v1.EventEnvelope;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PayloadJsonTest {

    private static final int EVENTS = 2_000;
    private static final JsonFormat.Printer PRINTER =
            JsonFormat.printer().preservingProtoFieldNames().omittingInsignificantWhitespace();

    private final PayloadJson json = new PayloadJson();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void the_json_of_any_payload_equals_that_of_the_protobuf_library(long seed) throws Exception {
        RandomEvents events = new RandomEvents(seed);
        for (int i = 0; i < EVENTS; i++) {
            EventEnvelope event = events.validWithUnknownFields();

            String written = text(event.toByteArray());

            assertSameJson(written, PRINTER.print(payload(event)), "seed " + seed + ", event " + i + ": " + written);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {5, 6})
    void an_unusual_encoding_gives_the_json_of_what_the_parser_reads(long seed) throws Exception {
        RandomEvents events = new RandomEvents(seed);
        EventReader reader = new EventReader();
        Mutations mutations = new Mutations(new Random(seed));
        int written = 0;
        for (int i = 0; i < EVENTS; i++) {
            EventEnvelope event = events.validWithUnknownFields();
            byte[] payload = mutations.mutate(
                    payload(event).toByteArray(), payload(events.valid()).toByteArray());
            int number = EventCatalog.kindOf(event).orElseThrow().payloadNumber();
            byte[] rest = event.toBuilder().clearPayload().build().toByteArray();
            byte[] bytes = Mutations.joined(List.of(rest, Mutations.field(number, payload)));
            if (!(reader.read(bytes) instanceof EventReader.Reading.Valid)) {
                assertThatThrownBy(() -> json.write(bytes)).isInstanceOf(IllegalArgumentException.class);
            } else {
                String text = text(bytes);
                assertSameJson(
                        text, PRINTER.print(payload(EventEnvelope.parseFrom(bytes))), "seed " + seed + ", event " + i);
                written++;
            }
        }
        assertThat(written).isGreaterThan(EVENTS / 3);
    }

    @Test
    void text_is_written_as_it_is_apart_from_the_escapes_that_json_demands() {
        assertThat(text(custom(CustomEvent.newBuilder().putStringParams("k", "a\"\\/\n\u0001é🎉<"))))
                .isEqualTo("{\"event_name\":\"n\",\"string_params\":{\"k\":\"a\\\"\\\\/\\n\\u0001é🎉<\"}}");
    }

    @Test
    void numbers_are_written_as_the_mapping_has_them() {
        CustomEvent.Builder event = CustomEvent.newBuilder()
                .putIntParams("int", Long.MIN_VALUE)
                .putFloatParams("nan", Double.NaN)
                .putFloatParams("infinite", Double.NEGATIVE_INFINITY)
                .putFloatParams("zero", 0)
                .putBoolParams("no", false);

        assertThat(text(custom(event)))
                .isEqualTo("{\"event_name\":\"n\",\"int_params\":{\"int\":\"-9223372036854775808\"},"
                        + "\"float_params\":{\"nan\":\"NaN\",\"infinite\":\"-Infinity\",\"zero\":0.0},"
                        + "\"bool_params\":{\"no\":false}}");
    }

    @Test
    void integers_around_every_power_of_ten_have_all_their_digits() {
        for (long power = 1; power > 0 && power <= Long.MAX_VALUE / 10; power *= 10) {
            for (long value : new long[] {power - 1, power, power + 1, -power, 1 - power, Long.MAX_VALUE}) {
                CustomEvent.Builder event = CustomEvent.newBuilder().putIntParams("k", value);
                assertThat(text(custom(event))).contains("{\"k\":\"" + value + "\"}");
            }
        }
    }

    @Test
    void a_default_value_is_left_out_even_where_the_wire_spells_it_out() throws Exception {
        RandomEvents events = new RandomEvents(8);
        for (int i = 0; i < EVENTS / 4; i++) {
            EventEnvelope event = events.valid();
            Message payload = payload(event);
            List<byte[]> fields = new ArrayList<>();
            for (FieldDescriptor field : payload.getDescriptorForType().getFields()) {
                fields.add(
                        field.isRepeated() || payload.hasField(field)
                                ? encodedAlone(payload, field)
                                : spelledOut(field));
            }
            int number = EventCatalog.kindOf(event).orElseThrow().payloadNumber();
            byte[] rest = event.toBuilder().clearPayload().build().toByteArray();

            String text = text(Mutations.joined(List.of(rest, Mutations.field(number, Mutations.joined(fields)))));

            assertThat(text).isEqualTo(text(event.toByteArray()));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 1L << 31, 1L << 32, (1L << 32) + 1, (1L << 33) - 1, 1L << 63, -1, -2})
    void a_number_that_is_too_wide_for_its_field_is_cut_as_the_parser_cuts_it(long number) throws Exception {
        for (FieldDescriptor payload :
                EventEnvelope.getDescriptor().getOneofs().getFirst().getFields()) {
            List<byte[]> fields = new ArrayList<>();
            for (FieldDescriptor field : payload.getMessageType().getFields()) {
                FieldSpec spec = new FieldSpec(field, 1);
                boolean varint = (spec.tag & 7) == WireReader.VARINT;
                byte[] text = "x".getBytes(StandardCharsets.UTF_8);
                fields.add(
                        varint
                                ? Mutations.varintField(field.getNumber(), number)
                                : spec.stringRule != null ? Mutations.field(field.getNumber(), text) : new byte[0]);
            }
            byte[] bytes = Mutations.joined(List.of(
                    base().build().toByteArray(), Mutations.field(payload.getNumber(), Mutations.joined(fields))));

            assertSameJson(text(bytes), PRINTER.print(payload(EventEnvelope.parseFrom(bytes))), payload.getName());
        }
    }

    @Test
    void of_two_values_for_one_map_key_the_later_counts() {
        byte[] first = CustomEvent.newBuilder()
                .setEventName("n")
                .putIntParams("k", 1)
                .build()
                .toByteArray();
        byte[] second = CustomEvent.newBuilder().putIntParams("k", 2).build().toByteArray();
        byte[] rest = base().build().toByteArray();
        byte[] payload = Mutations.joined(List.of(first, second));

        assertThat(text(Mutations.joined(
                        List.of(rest, Mutations.field(EventEnvelope.CUSTOM_EVENT_FIELD_NUMBER, payload)))))
                .isEqualTo("{\"event_name\":\"n\",\"int_params\":{\"k\":\"2\"}}");
    }

    @Test
    void b14_an_unknown_payload_is_written_with_its_number_and_its_bytes() {
        RandomEvents events = new RandomEvents(7);
        for (int i = 0; i < EVENTS; i++) {
            EventEnvelope event = events.validWithUnknownPayload();
            int number = EventCatalog.kindOf(event).orElseThrow().payloadNumber();
            UnknownFieldSet.Field field = event.getUnknownFields().getField(number);
            byte[] raw = ByteString.copyFrom(field.getLengthDelimitedList()).toByteArray();

            JsonObject written =
                    JsonParser.parseString(text(event.toByteArray())).getAsJsonObject();

            assertThat(written.get("unknown_field").getAsInt()).isEqualTo(number);
            assertThat(Base64.getDecoder().decode(written.get("raw_base64").getAsString()))
                    .isEqualTo(raw);
            assertThat(written.size()).isEqualTo(2);
        }
    }

    @Test
    void an_invalid_event_has_no_json() {
        assertThatThrownBy(() -> json.write(new byte[0])).isInstanceOf(IllegalArgumentException.class);
    }

    private static byte[] encodedAlone(Message message, FieldDescriptor field) {
        Message.Builder alone = message.newBuilderForType();
        if (field.isRepeated() || message.hasField(field)) {
            alone.setField(field, message.getField(field));
        }
        return alone.build().toByteArray();
    }

    /** The default value of a scalar field as no library writes it. */
    private static byte[] spelledOut(FieldDescriptor field) {
        FieldSpec.Type type = new FieldSpec(field, 1).type;
        int zeros = switch (type) {
            case FLOAT -> Float.BYTES;
            case DOUBLE -> Double.BYTES;
            case MESSAGE, MAP -> 0;
            default -> 1;
        };
        byte[] encoded = new byte[zeros == 0 ? 0 : 1 + zeros];
        if (zeros > 0) {
            encoded[0] = (byte) new FieldSpec(field, 1).tag;
        }
        return encoded;
    }

    /** Equal as trees; and compact, with each name once and no needless escape, which a tree would not tell. */
    private static void assertSameJson(String written, String expected, String context) {
        JsonElement tree = JsonParser.parseString(written);
        assertThat(tree).as(context).isEqualTo(JsonParser.parseString(expected));
        assertThat(written.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029"))
                .as(context)
                .isEqualTo(tree.toString());
    }

    private String text(byte[] envelope) {
        return new String(json.write(envelope), StandardCharsets.UTF_8);
    }

    private static Message payload(EventEnvelope event) throws InvalidProtocolBufferException {
        return (Message) event.getField(event.getOneofFieldDescriptor(
                EventEnvelope.getDescriptor().getOneofs().getFirst()));
    }

    private static byte[] custom(CustomEvent.Builder event) {
        return base().setCustomEvent(event.setEventName("n")).build().toByteArray();
    }

    private static EventEnvelope.Builder base() {
        return new RandomEvents(1).valid().toBuilder().clearPayload();
    }
}
