package dev.causality.events;

import dev.causality.v1.IngestEventBatchRequest;
import dev.causality.v1.IngestEventRequest;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/**
 * The events inside an encoded IngestEventBatchRequest or IngestEventRequest: where each one's bytes are in the body, not
 * yet read. Taking a body apart this way, rather than parsing it, keeps a malformed event from spoiling its neighbours.
 * Immutable; the body is not copied.
 */
public final class EventSlices {

    /** The events' field in both requests. */
    private static final int EVENTS_TAG =
            IngestEventBatchRequest.EVENTS_FIELD_NUMBER << 3 | WireReader.LENGTH_DELIMITED;

    private static final int MAX_GROUP_DEPTH = 100;
    private static final int INITIAL_SIZE = 16;

    static {
        if (IngestEventRequest.EVENT_FIELD_NUMBER != IngestEventBatchRequest.EVENTS_FIELD_NUMBER) {
            throw new IllegalStateException("the two requests hold their events in different fields");
        }
    }

    private final byte[] body;
    private int[] offsets = new int[INITIAL_SIZE];
    private int[] lengths = new int[INITIAL_SIZE];
    private int size;
    private boolean malformed;

    private EventSlices(byte[] body) {
        this.body = body;
    }

    /**
     * Finds the events in a body.
     *
     * @param body a protobuf-encoded request; not to be changed while this is in use
     * @param limit how many events to look for at most: one more than are allowed tells that there are too many
     */
    public static EventSlices of(byte[] body, int limit) {
        EventSlices slices = new EventSlices(body);
        WireReader in = new WireReader();
        in.reset(body, 0, MAX_GROUP_DEPTH);
        while (in.position() < body.length && slices.size < limit) {
            int tag = in.tag(body.length);
            if (tag == EVENTS_TAG) {
                int length = in.length(body.length);
                slices.add(in.position(), length);
                in.advance(length);
            } else {
                in.skip(tag, body.length);
            }
        }
        slices.malformed = in.position() > body.length;
        return slices;
    }

    /** Whether the body is not a request at all; what was found of it then means nothing. */
    public boolean malformed() {
        return malformed;
    }

    /** How many events were found. */
    public int size() {
        return size;
    }

    /** The array that all events lie in. */
    public byte[] body() {
        return body;
    }

    /** Where an event begins in the body. */
    public int offset(int index) {
        return offsets[index];
    }

    /** How many bytes an event has. */
    public int length(int index) {
        return lengths[index];
    }

    /**
     * The bytes of all events, one after the other: what protobuf takes for the value of a field that should occur once and
     * occurs several times.
     */
    public byte[] joined() {
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        for (int i = 0; i < size; i++) {
            joined.write(body, offsets[i], lengths[i]);
        }
        return joined.toByteArray();
    }

    private void add(int offset, int length) {
        if (size == offsets.length) {
            offsets = Arrays.copyOf(offsets, size * 2);
            lengths = Arrays.copyOf(lengths, size * 2);
        }
        offsets[size] = offset;
        lengths[size++] = length;
    }
}
