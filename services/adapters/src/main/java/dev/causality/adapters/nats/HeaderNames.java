package dev.causality.adapters.nats;

/** Names of headers that JetStream gives a meaning. */
final class HeaderNames {

    static final String MESSAGE_ID = "Nats-Msg-Id";
    static final String EXPECTED_LAST_SUBJECT_SEQUENCE = "Nats-Expected-Last-Subject-Sequence";
    static final String SUBJECT = "Nats-Subject";
    static final String SEQUENCE = "Nats-Sequence";
    static final String TIME = "Nats-Time-Stamp";
    static final String STREAM = "Nats-Stream";
    static final String KV_OPERATION = "KV-Operation";

    private HeaderNames() {}
}
