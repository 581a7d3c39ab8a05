package dev.causality.events;

import com.google.protobuf.Message;
import dev.causality.v1.EventEnvelope;
import java.util.ArrayList;
import java.util.List;

/**
 * Says which rules of the schema an event breaks, field by field: the slow and talkative counterpart of
 * {@link EnvelopeScanner}. Both judge by the same rules, compiled from the annotations, and both give the verdict of the
 * protovalidate library; besides, an event needs a payload, known or of a newer schema.
 */
public final class EventValidator {

    /** The name of the envelope's oneof, the field that a missing payload is reported for. */
    private static final String PAYLOAD = "payload";

    private EventValidator() {}

    /** How many events a batch may hold at most. */
    public static int maxBatchEvents() {
        return Math.toIntExact(EventRules.BATCH_SIZE.highest());
    }

    /** Everything that is wrong with an event, in the order of its fields; empty when it is valid. */
    public static List<Violation> validate(EventEnvelope envelope) {
        List<Violation> violations = new ArrayList<>();
        check(EventRules.ENVELOPE, envelope, "", violations);
        if (EventCatalog.kindOf(envelope).isEmpty()) {
            violations.add(new Violation(PAYLOAD, "is required: no field of the oneof is set"));
        }
        return List.copyOf(violations);
    }

    private static void check(MessageSpec spec, Message message, String prefix, List<Violation> violations) {
        for (FieldSpec field : spec.fields) {
            String path = prefix + field.descriptor.getName();
            if (field.type == FieldSpec.Type.MESSAGE) {
                checkNested(field, message, path, violations);
            } else if (field.stringRule != null) {
                String value = (String) message.getField(field.descriptor);
                field.stringRule.explain(value).ifPresent(why -> violations.add(new Violation(path, why)));
            } else if (field.integerRule != null) {
                long value = (Long) message.getField(field.descriptor);
                field.integerRule.explain(value).ifPresent(why -> violations.add(new Violation(path, why)));
            }
        }
    }

    private static void checkNested(FieldSpec field, Message message, String path, List<Violation> violations) {
        if (field.repeated) {
            for (int i = 0; i < message.getRepeatedFieldCount(field.descriptor); i++) {
                Message element = (Message) message.getRepeatedField(field.descriptor, i);
                check(field.messageType(), element, path + "[" + i + "].", violations);
            }
        } else if (message.hasField(field.descriptor)) {
            check(field.messageType(), (Message) message.getField(field.descriptor), path + ".", violations);
        }
    }
}
