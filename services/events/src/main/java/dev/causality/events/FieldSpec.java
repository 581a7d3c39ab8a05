package dev.causality.events;

import com.google.protobuf.Descriptors.FieldDescriptor;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A field of the schema, prepared for reading from the wire: tag, type, rules, and its name as it stands in JSON.
 * Immutable.
 */
final class FieldSpec {

    /** The types that the schema uses. */
    enum Type {
        STRING(WireReader.LENGTH_DELIMITED),
        INT32(WireReader.VARINT),
        INT64(WireReader.VARINT),
        BOOL(WireReader.VARINT),
        ENUM(WireReader.VARINT),
        FLOAT(WireReader.FIXED32),
        DOUBLE(WireReader.FIXED64),
        MESSAGE(WireReader.LENGTH_DELIMITED),
        MAP(WireReader.LENGTH_DELIMITED);

        private final int wireType;

        Type(int wireType) {
            this.wireType = wireType;
        }
    }

    final FieldDescriptor descriptor;
    final int number;
    final Type type;
    final boolean repeated;
    final int tag;
    /** The field's own bit in a set of fields of its message; 0 for a field without rules. */
    final long bit;
    /** The name in quotes and a colon: what stands before the value in JSON. */
    final byte[] jsonName;

    final @Nullable StringRule stringRule;
    final @Nullable IntegerRule integerRule;
    final @Nullable EnumNames enumNames;
    /** The type of a message; the value of a map, whose key is always a string. */
    final @Nullable MessageSpec message;

    FieldSpec(FieldDescriptor descriptor, long ruleBit) {
        this.descriptor = descriptor;
        this.number = descriptor.getNumber();
        this.type = typeOf(descriptor);
        this.repeated = descriptor.isRepeated();
        this.tag = number << 3 | type.wireType;
        this.jsonName = ("\"" + descriptor.getName() + "\":").getBytes(StandardCharsets.US_ASCII);
        this.stringRule = type == Type.STRING && !repeated ? orNull(RuleReader.stringRule(descriptor)) : null;
        this.integerRule = type == Type.INT64 ? orNull(RuleReader.int64Rule(descriptor)) : null;
        this.bit = stringRule != null || integerRule != null ? ruleBit : 0;
        this.enumNames = type == Type.ENUM ? EnumNames.of(descriptor.getEnumType()) : null;
        this.message = type == Type.MESSAGE || type == Type.MAP ? new MessageSpec(descriptor.getMessageType()) : null;
        requireSupported();
    }

    /** Whether the message keeps this field's rules when the field is absent. */
    boolean mayBeAbsent() {
        return (stringRule == null || stringRule.testAbsent()) && (integerRule == null || integerRule.test(0));
    }

    /** The type of a message field. */
    MessageSpec messageType() {
        return Objects.requireNonNull(message);
    }

    /** The value field of a map's entry. */
    FieldSpec mapValue() {
        return Objects.requireNonNull(messageType().field(2));
    }

    private void requireSupported() {
        boolean mapOfOtherKey = type == Type.MAP
                && descriptor.getMessageType().findFieldByNumber(1).getType() != FieldDescriptor.Type.STRING;
        boolean mapOfMessages = type == Type.MAP && mapValue().type == Type.MESSAGE;
        boolean packable = repeated && type != Type.STRING && type != Type.MESSAGE && type != Type.MAP;
        if (mapOfOtherKey || mapOfMessages || packable || (descriptor.hasPresence() && type != Type.MESSAGE)) {
            throw new UnsupportedOperationException("type of " + descriptor.getFullName());
        }
        if (stringRule == null && integerRule == null) {
            RuleReader.requireNoRules(descriptor);
        }
    }

    private static Type typeOf(FieldDescriptor field) {
        if (field.isMapField()) {
            return Type.MAP;
        }
        return switch (field.getType()) {
            case STRING -> Type.STRING;
            case INT32 -> Type.INT32;
            case INT64 -> Type.INT64;
            case BOOL -> Type.BOOL;
            case ENUM -> Type.ENUM;
            case FLOAT -> Type.FLOAT;
            case DOUBLE -> Type.DOUBLE;
            case MESSAGE -> Type.MESSAGE;
            default -> throw new UnsupportedOperationException("type of " + field.getFullName());
        };
    }

    private static <T> @Nullable T orNull(Optional<T> value) {
        return value.orElse(null);
    }
}
