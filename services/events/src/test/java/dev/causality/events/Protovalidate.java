package dev.causality.events;

import build.buf.protovalidate.Validator;
import build.buf.protovalidate.ValidatorFactory;
import build.buf.protovalidate.exceptions.ValidationException;
import build.buf.validate.FieldPathElement;
import com.google.protobuf.Message;
import java.util.SortedSet;
import java.util.TreeSet;

/** The verdict of the protovalidate library, to compare ours with. */
final class Protovalidate {

    private static final Validator VALIDATOR = ValidatorFactory.newBuilder().build();

    private Protovalidate() {}

    /** The paths of the fields that break a rule. */
    static SortedSet<String> violatedFields(Message message) {
        SortedSet<String> fields = new TreeSet<>();
        try {
            for (var violation : VALIDATOR.validate(message).getViolations()) {
                fields.add(path(violation.toProto().getField().getElementsList()));
            }
        } catch (ValidationException e) {
            throw new IllegalStateException(e);
        }
        return fields;
    }

    private static String path(Iterable<FieldPathElement> elements) {
        StringBuilder path = new StringBuilder();
        for (FieldPathElement element : elements) {
            path.append(path.isEmpty() ? "" : ".").append(element.getFieldName());
            if (element.hasIndex()) {
                path.append('[').append(element.getIndex()).append(']');
            }
        }
        return path.toString();
    }
}
