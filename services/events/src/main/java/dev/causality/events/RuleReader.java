package dev.causality.events;

import build.buf.validate.FieldRules;
import build.buf.validate.Ignore;
import build.buf.validate.Int64Rules;
import build.buf.validate.RepeatedRules;
import build.buf.validate.StringRules;
import build.buf.validate.ValidateProto;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.OneofDescriptor;
import com.google.protobuf.Message;
import java.util.List;
import java.util.Optional;

/**
 * Reads the protovalidate annotations of a schema into compiled rules. It knows the annotations that the schema uses;
 * one that it does not know is an {@link UnsupportedOperationException}, so that no rule is ever silently left out.
 */
final class RuleReader {

    private static final List<Integer> STRING = List.of(
            StringRules.MIN_LEN_FIELD_NUMBER,
            StringRules.MAX_LEN_FIELD_NUMBER,
            StringRules.PATTERN_FIELD_NUMBER,
            StringRules.UUID_FIELD_NUMBER);
    private static final List<Integer> INT64 = List.of(
            Int64Rules.GT_FIELD_NUMBER,
            Int64Rules.GTE_FIELD_NUMBER,
            Int64Rules.LT_FIELD_NUMBER,
            Int64Rules.LTE_FIELD_NUMBER);
    private static final List<Integer> REPEATED = List.of(
            RepeatedRules.MIN_ITEMS_FIELD_NUMBER,
            RepeatedRules.MAX_ITEMS_FIELD_NUMBER,
            RepeatedRules.ITEMS_FIELD_NUMBER);

    private RuleReader() {}

    /** Refuses a message or oneof that has rules of its own. */
    static void requireNoMessageRules(Descriptor message) {
        boolean ruled = message.getOptions().hasExtension(ValidateProto.message);
        for (OneofDescriptor oneof : message.getOneofs()) {
            ruled |= oneof.getOptions().hasExtension(ValidateProto.oneof);
        }
        if (ruled) {
            throw new UnsupportedOperationException("rules of a message or oneof: " + message.getFullName());
        }
    }

    /** The rules of a string field, if it has any. */
    static Optional<StringRule> stringRule(FieldDescriptor field) {
        FieldRules rules = rulesOf(field, List.of(FieldRules.STRING_FIELD_NUMBER, FieldRules.IGNORE_FIELD_NUMBER));
        if (!rules.hasString()) {
            return Optional.empty();
        }
        StringRules string = rules.getString();
        requireOnly(field, string, STRING);
        return Optional.of(new StringRule(
                string.getMinLen(),
                string.hasMaxLen() ? string.getMaxLen() : Long.MAX_VALUE,
                string.hasPattern() ? Optional.of(AsciiPattern.compile(string.getPattern())) : Optional.empty(),
                string.getUuid(),
                ignoresZero(field, rules)));
    }

    /** The rules of an int64 field, if it has any. */
    static Optional<IntegerRule> int64Rule(FieldDescriptor field) {
        FieldRules rules = rulesOf(field, List.of(FieldRules.INT64_FIELD_NUMBER));
        if (!rules.hasInt64()) {
            return Optional.empty();
        }
        Int64Rules range = rules.getInt64();
        requireOnly(field, range, INT64);
        long lowest =
                range.hasGt() ? Math.addExact(range.getGt(), 1) : range.hasGte() ? range.getGte() : Long.MIN_VALUE;
        long highest =
                range.hasLt() ? Math.subtractExact(range.getLt(), 1) : range.hasLte() ? range.getLte() : Long.MAX_VALUE;
        if (lowest > highest) {
            throw new UnsupportedOperationException("a range that excludes its middle: " + field.getFullName());
        }
        return Optional.of(new IntegerRule(lowest, highest));
    }

    /** How many elements a repeated field may have, if that is limited. Its elements must not have rules here. */
    static Optional<IntegerRule> sizeRule(FieldDescriptor field) {
        FieldRules rules = rulesOf(field, List.of(FieldRules.REPEATED_FIELD_NUMBER));
        if (!rules.hasRepeated()) {
            return Optional.empty();
        }
        RepeatedRules repeated = rules.getRepeated();
        requireOnly(field, repeated, REPEATED);
        requireOnly(field, repeated.getItems(), List.of(FieldRules.IGNORE_FIELD_NUMBER));
        return Optional.of(new IntegerRule(
                repeated.getMinItems(), repeated.hasMaxItems() ? repeated.getMaxItems() : Long.MAX_VALUE));
    }

    /** Refuses a field that has rules. */
    static void requireNoRules(FieldDescriptor field) {
        rulesOf(field, List.of());
    }

    private static FieldRules rulesOf(FieldDescriptor field, List<Integer> known) {
        if (field.getOptions().hasExtension(ValidateProto.predefined)) {
            throw new UnsupportedOperationException("predefined rules: " + field.getFullName());
        }
        FieldRules rules = field.getOptions().getExtension(ValidateProto.field);
        requireOnly(field, rules, known);
        return rules;
    }

    private static void requireOnly(FieldDescriptor field, Message rules, List<Integer> known) {
        for (FieldDescriptor rule : rules.getAllFields().keySet()) {
            if (!known.contains(rule.getNumber())) {
                throw new UnsupportedOperationException(rule.getFullName() + " on " + field.getFullName());
            }
        }
        if (!rules.getUnknownFields().isEmpty()) {
            throw new UnsupportedOperationException("unknown rules on " + field.getFullName());
        }
    }

    private static boolean ignoresZero(FieldDescriptor field, FieldRules rules) {
        return switch (rules.getIgnore()) {
            case Ignore.IGNORE_UNSPECIFIED -> false;
            case Ignore.IGNORE_IF_ZERO_VALUE -> true;
            default -> throw new UnsupportedOperationException(rules.getIgnore() + " on " + field.getFullName());
        };
    }
}
