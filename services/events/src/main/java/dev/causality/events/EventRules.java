package dev.causality.events;

import dev.causality.v1.EventEnvelope;
import dev.causality.v1.IngestEventBatchRequest;
import java.util.Objects;

/** The schema's rules, compiled once. A schema that this module cannot judge in full fails the start of the process. */
final class EventRules {

    static final MessageSpec ENVELOPE = new MessageSpec(EventEnvelope.getDescriptor());

    static final StringRule APP_ID = stringRule(EventEnvelope.APP_ID_FIELD_NUMBER);
    static final StringRule IDEMPOTENCY_KEY = stringRule(EventEnvelope.IDEMPOTENCY_KEY_FIELD_NUMBER);

    static final IntegerRule BATCH_SIZE = RuleReader.sizeRule(IngestEventBatchRequest.getDescriptor()
                    .findFieldByNumber(IngestEventBatchRequest.EVENTS_FIELD_NUMBER))
            .orElseThrow();

    private EventRules() {}

    private static StringRule stringRule(int number) {
        return Objects.requireNonNull(Objects.requireNonNull(ENVELOPE.field(number)).stringRule);
    }
}
