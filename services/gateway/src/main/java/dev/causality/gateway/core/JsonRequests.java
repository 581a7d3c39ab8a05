package dev.causality.gateway.core;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import dev.causality.kernel.Kernel;
import dev.causality.kernel.Lock;
import dev.causality.v1.EventEnvelope;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Takes requests in JSON apart, and turns each event into protobuf bytes by protobuf's JSON mapping. A first pass finds
 * where each event begins and ends, so that an event with a mistake in it does not spoil its neighbours.
 */
final class JsonRequests {

    /** Far deeper than any event; so that nesting cannot overflow a stack. */
    private static final int MAX_DEPTH = 32;

    /**
     * The most fields and values of one event, counted one each. Decoding takes about 150 bytes for each, however short,
     * so that five megabytes of empty values would take hundreds. What fits the server's default limit of 1 MiB has fewer:
     * an entry of a map, two of them, takes eleven bytes there once its keys have five characters.
     */
    static final int MAX_VALUES = 200_000;

    /** The decoded form of JSON is many times its size: events larger than this are decoded one at a time. */
    private static final int LARGE_EVENT = 64 * 1024;

    /** Of UTF-32: four bytes, of which two at least are zero. */
    private static final int LONGEST_UNIT = 4;

    /** The byte order mark U+FEFF. */
    private static final byte MARK_HIGH = (byte) 0xFE;

    private static final byte MARK_LOW = (byte) 0xFF;

    private static final String UNKNOWN_FIELD = "Cannot find field: ";
    private static final String EVENT = "event";
    private static final String EVENTS = "events";

    private final JsonFactory factory = JsonFactory.builder()
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
            .build();
    private final JsonFormat.Parser mapping = JsonFormat.parser();
    private final Lock largeEvents;

    JsonRequests(Kernel kernel) {
        this.largeEvents = kernel.newLock();
    }

    /** The event of a single request. */
    Outcome<Item> single(byte[] body) {
        return places(body, EVENT, 1)
                .then(places -> places.isEmpty()
                        ? new Outcome.Failed<>(Problem.inField(
                                ErrorCode.INVALID_EVENT, EVENT, "is required: the request holds no event"))
                        : decodeSingle(body, places.getFirst()));
    }

    /** The events of a batch: at most one more than allowed, whatever follows. */
    Outcome<List<Item>> batch(byte[] body, int maxEvents) {
        return places(body, EVENTS, maxEvents + 1).then(places -> {
            List<Item> items = new ArrayList<>(places.size());
            boolean tooMany = places.size() > maxEvents;
            for (Place place : places) {
                items.add(tooMany ? new Item.Encoded(body, 0, 0) : decode(body, place));
            }
            return new Outcome.Ok<>(items);
        });
    }

    /** Where an event lies in the body. */
    private record Place(int offset, int length, int values) {

        /** An event that is no object, and so no event: null, a number, a list. */
        static final Place NO_OBJECT = new Place(0, 0, 0);
    }

    private Outcome<List<Place>> places(byte[] body, String field, int limit) {
        if (isOtherUnicode(body)) {
            return malformed("it is in UTF-16 or UTF-32; it must be in UTF-8");
        }
        try (JsonParser json = factory.createParser(body)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                return malformed("it must be an object with the field '" + field + "'");
            }
            List<Place> places = new ArrayList<>();
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                if (!json.currentName().equals(field)) {
                    return new Outcome.Failed<>(Problem.inField(
                            ErrorCode.MALFORMED,
                            json.currentName(),
                            "is not a field of this request; it has '" + field + "'"));
                }
                json.nextToken();
                if (!collect(json, field, places, limit)) {
                    return new Outcome.Failed<>(Problem.inField(
                            ErrorCode.MALFORMED,
                            field,
                            field.equals(EVENTS) ? "must be an array" : "must be an object"));
                }
                if (places.size() >= limit && field.equals(EVENTS)) {
                    return new Outcome.Ok<>(places);
                }
            }
            return json.nextToken() == null
                    ? new Outcome.Ok<>(places)
                    : malformed("something follows after the object");
        } catch (JsonProcessingException e) {
            return malformed(e.getOriginalMessage() + at(e));
        } catch (IOException e) {
            return malformed(String.valueOf(e.getMessage()));
        }
    }

    /**
     * Whether the parser would take the body for UTF-16 or UTF-32, in which it cannot say at which byte an event begins.
     * JSON in UTF-8 has no zeros, and begins with neither of these marks.
     */
    private static boolean isOtherUnicode(byte[] body) {
        for (int i = 0; i < Math.min(body.length, LONGEST_UNIT); i++) {
            if (body[i] == 0) {
                return true;
            }
        }
        return body.length >= 2
                && ((body[0] == MARK_HIGH && body[1] == MARK_LOW) || (body[0] == MARK_LOW && body[1] == MARK_HIGH));
    }

    /** Notes the events of the current value; false when it is not what it must be. */
    private static boolean collect(JsonParser json, String field, List<Place> places, int limit) throws IOException {
        if (json.currentToken() == JsonToken.VALUE_NULL) {
            return true;
        }
        if (field.equals(EVENT)) {
            return json.currentToken() == JsonToken.START_OBJECT && places.isEmpty() && places.add(place(json));
        }
        if (json.currentToken() != JsonToken.START_ARRAY) {
            return false;
        }
        while (json.nextToken() != JsonToken.END_ARRAY && places.size() < limit) {
            if (json.currentToken() == JsonToken.START_OBJECT) {
                places.add(place(json));
            } else {
                json.skipChildren();
                places.add(Place.NO_OBJECT);
            }
        }
        return true;
    }

    private static Place place(JsonParser json) throws IOException {
        int offset = (int) json.currentTokenLocation().getByteOffset();
        int values = 0;
        for (int depth = 1; depth > 0; values++) {
            JsonToken token = json.nextToken();
            depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
        }
        return new Place(offset, (int) json.currentLocation().getByteOffset() - offset, values);
    }

    private Outcome<Item> decodeSingle(byte[] body, Place place) {
        return switch (decode(body, place)) {
            case Item.Unreadable(Problem problem) -> new Outcome.Failed<>(problem);
            case Item.Encoded encoded -> new Outcome.Ok<>(encoded);
        };
    }

    private Item decode(byte[] body, Place place) {
        if (place.equals(Place.NO_OBJECT)) {
            return new Item.Unreadable(Problem.of(ErrorCode.MALFORMED, "the event must be an object"));
        }
        if (place.values > MAX_VALUES) {
            return new Item.Unreadable(Problem.of(
                    ErrorCode.EVENT_TOO_LARGE,
                    "the event has " + place.values + " fields and values; at most " + MAX_VALUES + " can be taken"));
        }
        return place.length > LARGE_EVENT ? largeEvents.get(() -> map(body, place)) : map(body, place);
    }

    private Item map(byte[] body, Place place) {
        EventEnvelope.Builder event = EventEnvelope.newBuilder();
        try {
            mapping.merge(new String(body, place.offset, place.length, StandardCharsets.UTF_8), event);
        } catch (InvalidProtocolBufferException e) {
            return new Item.Unreadable(unmapped(String.valueOf(e.getMessage())));
        }
        byte[] bytes = event.build().toByteArray();
        return new Item.Encoded(bytes, 0, bytes.length);
    }

    private static Problem unmapped(String reason) {
        if (reason.startsWith(UNKNOWN_FIELD)) {
            int end = reason.indexOf(' ', UNKNOWN_FIELD.length());
            String field = reason.substring(UNKNOWN_FIELD.length(), end < 0 ? reason.length() : end);
            return Problem.inField(ErrorCode.MALFORMED, field, "is not a field that this gateway knows");
        }
        return Problem.of(ErrorCode.MALFORMED, "the event is not an EventEnvelope in JSON: " + reason);
    }

    private static String at(JsonProcessingException e) {
        return e.getLocation() == null
                ? ""
                : " at line " + e.getLocation().getLineNr() + ", column "
                        + e.getLocation().getColumnNr();
    }

    private static <T> Outcome<T> malformed(String reason) {
        return new Outcome.Failed<>(
                Problem.of(ErrorCode.MALFORMED, "the body is not the JSON of this request: " + reason));
    }
}
