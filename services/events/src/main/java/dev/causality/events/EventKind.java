package dev.causality.events;

/**
 * What kind of event an envelope carries.
 *
 * @param category its category
 * @param type its type within the category: a fixed name, the event_name of a custom event as it was sent, or
 *     {@code field_N} for a payload that this schema does not know
 * @param payloadNumber the number of the envelope's field that holds the payload
 */
public record EventKind(EventCategory category, String type, int payloadNumber) {

    /** What the type of an event with an unknown payload begins with; the number of its field follows. */
    public static final String UNKNOWN_TYPE_PREFIX = "field_";

    static EventKind custom(String eventName) {
        return new EventKind(EventCategory.CUSTOM, eventName, EventCatalog.CUSTOM_EVENT);
    }

    static EventKind unknown(int payloadNumber) {
        return new EventKind(EventCategory.UNKNOWN, UNKNOWN_TYPE_PREFIX + payloadNumber, payloadNumber);
    }
}
