package dev.causality.events;

import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The names of an enum's values as ASCII bytes, by number. Immutable; the arrays must not be changed. */
final class EnumNames {

    private static final int MAX_NUMBER = 1023;

    private final byte[] @Nullable [] byNumber;

    private EnumNames(byte[] @Nullable [] byNumber) {
        this.byNumber = byNumber;
    }

    static EnumNames of(EnumDescriptor type) {
        int highest = 0;
        for (EnumValueDescriptor value : type.getValues()) {
            if (value.getNumber() < 0 || value.getNumber() > MAX_NUMBER) {
                throw new UnsupportedOperationException("number of " + value.getFullName());
            }
            highest = Math.max(highest, value.getNumber());
        }
        byte[] @Nullable [] names = new byte[highest + 1] @Nullable [];
        for (EnumValueDescriptor value : type.getValues()) {
            names[value.getNumber()] = value.getName().getBytes(StandardCharsets.US_ASCII);
        }
        return new EnumNames(names);
    }

    /** The name of a value, or null for a number that this schema does not know. */
    byte @Nullable [] name(int number) {
        return number >= 0 && number < byNumber.length ? byNumber[number] : null;
    }
}
