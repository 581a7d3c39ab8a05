package dev.causality.events;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Walks over the wire bytes of one message, payload or device context, in a single pass: checks that the protobuf library
 * would parse them, checks the schema's rules, and on demand writes the message as JSON.
 *
 * <p>It accepts the canonical encoding only, the one that every protobuf library writes: known fields in ascending order,
 * singular ones at most once, map entries with their key first; unknown fields may stand anywhere. On anything else, legal
 * or not, and on a broken rule, it breaks the reader, and the caller parses the message in full. Not safe for use by
 * several tasks.
 */
final class MessageWalker {

    private static final int KEY_TAG = 1 << 3 | WireReader.LENGTH_DELIMITED;
    /** Keys of a map are compared with each other up to this many; a larger map is parsed in full. */
    private static final int MAX_COMPARED_KEYS = 16;

    private final WireReader in;
    private final int[] keyOffsets = new int[MAX_COMPARED_KEYS];
    private final int[] keyLengths = new int[MAX_COMPARED_KEYS];
    private int keyCount;
    private boolean keysAreDistinct;

    MessageWalker(WireReader in) {
        this.in = in;
    }

    /** Says whether the library wrote the bytes that follow, so that the keys of maps need not be compared. */
    void trustKeys(boolean keysAreDistinct) {
        this.keysAreDistinct = keysAreDistinct;
    }

    /**
     * Walks over the fields from the reader's position to {@code end}, writing JSON unless {@code json} is null.
     * Afterwards the position is {@code end}, or the reader is broken.
     */
    void message(MessageSpec spec, int end, @Nullable JsonBuffer json) {
        if (json != null) {
            json.put('{');
        }
        long seen = 0;
        FieldSpec previous = null;
        while (in.position() < end) {
            int tag = in.tag(end);
            FieldSpec field = spec.field(tag >>> 3);
            if (field == null || field.tag != tag) {
                in.skip(tag, end);
                continue;
            }
            if (previous != null && (field.number < previous.number || (field == previous && !field.repeated))) {
                in.fail();
                return;
            }
            if (json != null && field != previous) {
                closeRepeated(previous, json);
            }
            value(field, field != previous, end, json);
            seen |= field.bit;
            previous = field;
        }
        if (json != null) {
            closeRepeated(previous, json);
            json.put('}');
        }
        if (in.position() != end || (spec.required & ~seen) != 0) {
            in.fail();
        }
    }

    private static void closeRepeated(@Nullable FieldSpec field, JsonBuffer json) {
        if (field != null && field.repeated) {
            json.put(field.type == FieldSpec.Type.MAP ? '}' : ']');
        }
    }

    private void value(FieldSpec field, boolean first, int end, @Nullable JsonBuffer json) {
        if (field.repeated && json != null && first) {
            json.name(field.jsonName);
            json.put(field.type == FieldSpec.Type.MAP ? '{' : '[');
            keyCount = 0;
        }
        switch (field.type) {
            case STRING -> string(field, end, json);
            case MESSAGE -> nested(field, end, json);
            case MAP -> mapEntry(field.mapValue(), end, json);
            default -> scalar(field, end, json, false);
        }
    }

    private void string(FieldSpec field, int end, @Nullable JsonBuffer json) {
        int length = in.length(end);
        int offset = in.position();
        in.advance(length);
        if (json == null) {
            utf8(offset, length);
        } else if (field.repeated) {
            json.separate();
            text(offset, length, json);
        } else if (length > 0) {
            json.name(field.jsonName);
            text(offset, length, json);
        }
        StringRule rule = field.stringRule;
        if (rule != null && !rule.test(in.bytes(), offset, length)) {
            in.fail();
        }
    }

    private void nested(FieldSpec field, int end, @Nullable JsonBuffer json) {
        if (json != null && field.repeated) {
            json.separate();
        } else if (json != null) {
            json.name(field.jsonName);
        }
        int length = in.length(end);
        message(field.messageType(), in.position() + length, json);
    }

    private void mapEntry(FieldSpec value, int end, @Nullable JsonBuffer json) {
        int length = in.length(end);
        int entryEnd = in.position() + length;
        if (json != null) {
            json.separate();
        }
        key(entryEnd, json);
        boolean present = in.take(value.tag, entryEnd);
        if (value.type == FieldSpec.Type.STRING) {
            int valueLength = present ? in.length(entryEnd) : 0;
            int offset = in.position();
            in.advance(valueLength);
            utf8OrText(offset, valueLength, json);
        } else if (present) {
            scalar(value, entryEnd, json, true);
        } else {
            absentScalar(value, json);
        }
        if (in.position() != entryEnd) {
            in.fail();
        }
    }

    private void key(int entryEnd, @Nullable JsonBuffer json) {
        int length = in.take(KEY_TAG, entryEnd) ? in.length(entryEnd) : 0;
        int offset = in.position();
        in.advance(length);
        utf8OrText(offset, length, json);
        if (json != null) {
            json.put(':');
            rememberKey(offset, length);
        }
    }

    /** Breaks the reader when the key was there before: then the later value counts, which is not this pass's business. */
    private void rememberKey(int offset, int length) {
        if (keysAreDistinct || in.isBroken()) {
            return;
        }
        if (keyCount == MAX_COMPARED_KEYS) {
            in.fail();
            return;
        }
        byte[] bytes = in.bytes();
        for (int i = 0; i < keyCount; i++) {
            int from = keyOffsets[i];
            if (Arrays.equals(bytes, from, from + keyLengths[i], bytes, offset, offset + length)) {
                in.fail();
                return;
            }
        }
        keyOffsets[keyCount] = offset;
        keyLengths[keyCount++] = length;
    }

    /** Reads a scalar; JSON leaves out default values, except as the value of a map. */
    private void scalar(FieldSpec field, int end, @Nullable JsonBuffer json, boolean inMap) {
        long bits = switch (field.type) {
            case FLOAT -> in.fixed32(end);
            case DOUBLE -> in.fixed64(end);
            case INT64 -> in.varint(end);
            case BOOL -> in.varint(end) == 0 ? 0 : 1;
            default -> (int) in.varint(end);
        };
        IntegerRule rule = field.integerRule;
        if (rule != null && !rule.test(bits)) {
            in.fail();
        }
        if (json == null || (bits == 0 && !inMap)) {
            return;
        }
        if (!inMap) {
            json.name(field.jsonName);
        }
        write(field, bits, json);
    }

    private static void absentScalar(FieldSpec field, @Nullable JsonBuffer json) {
        if (json != null) {
            write(field, 0, json);
        }
    }

    private static void write(FieldSpec field, long bits, JsonBuffer json) {
        switch (field.type) {
            case FLOAT -> json.floating(Float.intBitsToFloat((int) bits));
            case DOUBLE -> json.floating(Double.longBitsToDouble(bits));
            case INT64 -> json.quotedNumber(bits);
            case BOOL -> json.bool(bits != 0);
            case ENUM -> writeEnum(field, (int) bits, json);
            default -> json.number(bits);
        }
    }

    private static void writeEnum(FieldSpec field, int number, JsonBuffer json) {
        byte[] name = Objects.requireNonNull(field.enumNames).name(number);
        if (name == null) {
            json.number(number);
        } else {
            json.quoted(name);
        }
    }

    private void utf8OrText(int offset, int length, @Nullable JsonBuffer json) {
        if (json == null) {
            utf8(offset, length);
        } else {
            text(offset, length, json);
        }
    }

    private void utf8(int offset, int length) {
        if (!Utf8.isValid(in.bytes(), offset, length)) {
            in.fail();
        }
    }

    private void text(int offset, int length, JsonBuffer json) {
        if (!json.string(in.bytes(), offset, length)) {
            in.fail();
        }
    }
}
