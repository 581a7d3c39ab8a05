package dev.causality.kernel.telemetry;

/** A value that goes up and down, read when somebody asks for it. Shown once a service has said where it comes from. */
public enum Gauge {
    DLQ_DEPTH("dlq_depth", "Entries in the dead letters, from the stream's own state."),
    NATS_CONNECTED("nats_connected", "1 while the connection to the stream's server is up, else 0."),
    GATEWAY_REQUESTS_IN_FLIGHT("gateway_requests_in_flight", "Requests being answered."),
    GATEWAY_BYTES_IN_FLIGHT("gateway_in_flight_bytes", "Memory set aside for the bodies of requests being answered."),
    GATEWAY_API_KEYS("gateway_api_keys", "API keys known, revoked ones not counted."),
    SINK_BUFFERED_EVENTS("sink_buffered_events", "Events received and not yet durable."),
    SINK_BUFFERED_BYTES("sink_buffered_bytes", "Memory of events received and not yet durable."),
    SINK_OLDEST_BUFFERED_SECONDS("sink_oldest_buffered_age_seconds", "Age of the oldest event not yet durable."),
    SINK_OPEN_PARTITIONS("sink_open_partitions", "Partitions with buffered events."),
    SINK_FAILING_PARTITIONS("sink_failing_partitions", "Partitions that fail while the store works."),
    SINK_STORE_PAUSED("sink_store_paused", "1 while nothing is pulled because the whole store fails, else 0."),
    KEEPER_UNFINISHED_MESSAGES(
            "keeper_unfinished_messages",
            "Messages older than the stream's age that a required consumer has not finished."),
    KEEPER_OLDEST_UNFINISHED_SECONDS(
            "keeper_oldest_unfinished_age_seconds",
            "Age of the oldest message that a required consumer has not finished."),
    KEEPER_PURGE_BLOCKED("keeper_purge_blocked", "1 while a required consumer that is missing blocks purging, else 0."),
    FULFILLMENT_QUEUE_DEPTH("fulfillment_queue_depth", "Orders that wait.");

    private final String text;
    private final String description;

    Gauge(String text, String description) {
        this.text = text;
        this.description = description;
    }

    String text() {
        return text;
    }

    String description() {
        return description;
    }
}
