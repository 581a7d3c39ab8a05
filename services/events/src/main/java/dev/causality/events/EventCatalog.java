package dev.causality.events;

import com.google.protobuf.UnknownFieldSet;
import dev.causality.v1.EventEnvelope;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The kinds of events there are: category and type of each payload field of the envelope.
 *
 * <p>Field numbers from {@value #FIRST_PAYLOAD} to {@value #LAST_PAYLOAD} belong to payloads. A length-delimited field in
 * that range that this schema does not know is the payload of a newer schema; it makes an event of category
 * {@code unknown}, unless there is a payload that is known. Where several unknown ones are present, which no writer
 * produces, the highest number counts; where it occurs several times, the bytes are joined, as protobuf merges messages.
 */
public final class EventCatalog {

    /** The lowest field number of a payload. */
    public static final int FIRST_PAYLOAD = 10;

    /** The highest field number of a payload, known or to come. */
    public static final int LAST_PAYLOAD = 999;

    static final int CUSTOM_EVENT = EventEnvelope.CUSTOM_EVENT_FIELD_NUMBER;

    private static final @Nullable EventKind[] KINDS = new @Nullable EventKind[LAST_PAYLOAD + 1];

    private static final byte[] @Nullable [] TYPE_NAMES = new byte[LAST_PAYLOAD + 1] @Nullable [];

    static {
        add(EventCategory.USER, EventEnvelope.USER_LOGIN_FIELD_NUMBER, "login");
        add(EventCategory.USER, EventEnvelope.USER_LOGOUT_FIELD_NUMBER, "logout");
        add(EventCategory.USER, EventEnvelope.USER_SIGNUP_FIELD_NUMBER, "signup");
        add(EventCategory.USER, EventEnvelope.USER_PROFILE_UPDATE_FIELD_NUMBER, "profile_update");
        add(EventCategory.SCREEN, EventEnvelope.SCREEN_VIEW_FIELD_NUMBER, "view");
        add(EventCategory.SCREEN, EventEnvelope.SCREEN_EXIT_FIELD_NUMBER, "exit");
        add(EventCategory.INTERACTION, EventEnvelope.BUTTON_TAP_FIELD_NUMBER, "button_tap");
        add(EventCategory.INTERACTION, EventEnvelope.SWIPE_GESTURE_FIELD_NUMBER, "swipe");
        add(EventCategory.INTERACTION, EventEnvelope.SCROLL_EVENT_FIELD_NUMBER, "scroll");
        add(EventCategory.INTERACTION, EventEnvelope.TEXT_INPUT_FIELD_NUMBER, "text_input");
        add(EventCategory.INTERACTION, EventEnvelope.LONG_PRESS_FIELD_NUMBER, "long_press");
        add(EventCategory.INTERACTION, EventEnvelope.DOUBLE_TAP_FIELD_NUMBER, "double_tap");
        addNamedAsField(
                EventCategory.COMMERCE,
                EventEnvelope.PRODUCT_VIEW_FIELD_NUMBER,
                EventEnvelope.PURCHASE_FAILED_FIELD_NUMBER);
        addNamedAsField(
                EventCategory.SYSTEM, EventEnvelope.APP_START_FIELD_NUMBER, EventEnvelope.BATTERY_CHANGE_FIELD_NUMBER);
    }

    private EventCatalog() {}

    /** The kind of a parsed envelope; empty when it has no payload at all, which makes it invalid. */
    public static Optional<EventKind> kindOf(EventEnvelope envelope) {
        int number = envelope.getPayloadCase().getNumber();
        if (number == CUSTOM_EVENT) {
            return Optional.of(EventKind.custom(envelope.getCustomEvent().getEventName()));
        }
        EventKind known = known(number);
        if (known != null) {
            return Optional.of(known);
        }
        int unknown = unknownPayload(envelope.getUnknownFields());
        return unknown == 0 ? Optional.empty() : Optional.of(EventKind.unknown(unknown));
    }

    /** The kind of a payload field that is known and whose type does not depend on the payload, or null. */
    static @Nullable EventKind known(int payloadNumber) {
        return payloadNumber >= 0 && payloadNumber < KINDS.length ? KINDS[payloadNumber] : null;
    }

    /** The type name of a known payload other than a custom event, as ASCII; the array must not be changed. */
    static byte[] typeName(int payloadNumber) {
        return Objects.requireNonNull(TYPE_NAMES[payloadNumber]);
    }

    /** Whether a length-delimited field of this number, if it is not known, is the payload of a newer schema. */
    static boolean isPayload(int number) {
        return number >= FIRST_PAYLOAD && number <= LAST_PAYLOAD;
    }

    /** The number of the unknown payload among an envelope's unknown fields, or 0. */
    private static int unknownPayload(UnknownFieldSet unknownFields) {
        int highest = 0;
        for (Map.Entry<Integer, UnknownFieldSet.Field> field :
                unknownFields.asMap().entrySet()) {
            boolean hasBytes = !field.getValue().getLengthDelimitedList().isEmpty();
            if (hasBytes && isPayload(field.getKey()) && EventRules.ENVELOPE.field(field.getKey()) == null) {
                highest = Math.max(highest, field.getKey());
            }
        }
        return highest;
    }

    private static void add(EventCategory category, int number, String type) {
        KINDS[number] = new EventKind(category, type, number);
        TYPE_NAMES[number] = type.getBytes(StandardCharsets.US_ASCII);
    }

    private static void addNamedAsField(EventCategory category, int first, int last) {
        for (int number = first; number <= last; number++) {
            add(
                    category,
                    number,
                    EventEnvelope.getDescriptor().findFieldByNumber(number).getName());
        }
    }
}
