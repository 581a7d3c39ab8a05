package dev.causality.events;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A message type of the schema, prepared for reading from the wire. Built once from the descriptor; a type or an
 * annotation that is not supported is refused then. Immutable.
 */
final class MessageSpec {

    /** The fields, by ascending number. */
    final List<FieldSpec> fields;
    /** The bits of the fields that break a rule when they are absent. */
    final long required;

    private final @Nullable FieldSpec[] byNumber;

    MessageSpec(Descriptor message) {
        RuleReader.requireNoMessageRules(message);
        List<FieldDescriptor> descriptors = new ArrayList<>(message.getFields());
        descriptors.sort(Comparator.comparingInt(FieldDescriptor::getNumber));
        List<FieldSpec> specs = new ArrayList<>(descriptors.size());
        long absent = 0;
        long bit = 1;
        for (FieldDescriptor descriptor : descriptors) {
            FieldSpec spec = new FieldSpec(descriptor, bit);
            specs.add(spec);
            absent |= spec.mayBeAbsent() ? 0 : spec.bit;
            bit = spec.bit == 0 ? bit : bit << 1;
        }
        if (bit == 0) {
            throw new UnsupportedOperationException("too many fields with rules: " + message.getFullName());
        }
        this.fields = List.copyOf(specs);
        this.required = absent;
        this.byNumber = new @Nullable FieldSpec[specs.isEmpty() ? 0 : specs.getLast().number + 1];
        for (FieldSpec spec : specs) {
            byNumber[spec.number] = spec;
        }
    }

    /** The field of a number, or null when this schema does not know it. */
    @Nullable
    FieldSpec field(int number) {
        return number < byNumber.length ? byNumber[number] : null;
    }
}
