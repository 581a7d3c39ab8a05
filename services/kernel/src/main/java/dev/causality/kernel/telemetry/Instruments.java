package dev.causality.kernel.telemetry;

import io.opentelemetry.api.metrics.DoubleHistogram;

/**
 * Every instrument of every service, by the name that dashboards and alerts rely on; a test pins them all as Prometheus
 * sees them. ({@link Gauge} lists those that are read on demand.)
 */
final class Instruments {

    private static final String MILLIS = "ms";
    private static final String SECONDS = "s";
    private static final String BYTES = "By";
    private static final String NONE = "";

    final DoubleHistogram httpDuration;
    final Counter httpRequests;
    final Counter httpErrors;

    final Counter processed;
    final DoubleHistogram batchSize;
    final DoubleHistogram flushLatency;
    final DoubleHistogram ackLatency;
    final Counter deliveries;
    final Counter redeliveries;
    final Counter acks;
    final Counter naks;
    final Counter terminations;
    final Counter inProgress;
    final Counter leaseExpiries;
    final Counter publishes;
    final Counter reconnects;
    final Counter followerGaps;

    final Counter eventsAccepted;
    final Counter eventsRefused;
    final Counter dedupDropped;

    final Counter filesWritten;
    final DoubleHistogram fileSize;
    final Counter rowsWritten;
    final DoubleHistogram storeLatency;
    final Counter storeFailures;

    final Counter flushes;
    final Counter intents;
    final Counter intentsSettled;
    final Counter fencesMet;

    final Counter deadLetters;
    final Counter purged;

    final Counter rulesEvaluated;
    final Counter alertsFired;
    final Counter webhookSuccess;
    final Counter webhookFailure;

    final Counter orders;
    final DoubleHistogram orderDuration;

    Instruments(Meters meters) {
        httpDuration = meters.histogram(
                "http_request_duration",
                MILLIS,
                Buckets.REQUEST_MILLIS,
                "Time to answer a request, until it was sent.");
        httpRequests = meters.counter("http_request_total", "Requests answered.");
        httpErrors = meters.counter("http_request_errors_total", "Requests answered with a status of 400 or above.");

        processed = meters.counter(
                "nats_messages_processed_total", "Messages that this service finished: published, stored or dead.");
        batchSize = meters.histogram("nats_batch_size", NONE, Buckets.ROWS, "Events written at once.");
        flushLatency = meters.histogram(
                "nats_flush_latency", MILLIS, Buckets.HOLDING_MILLIS, "Time to write a batch, until it was durable.");
        ackLatency = meters.histogram(
                "nats_ack_latency",
                MILLIS,
                Buckets.HOLDING_MILLIS,
                "Time from the delivery of a batch's oldest message to the acknowledgement.");
        deliveries = meters.counter("nats_deliveries_total", "Messages delivered, repeats included.");
        redeliveries = meters.counter("nats_redeliveries_total", "Messages delivered that had been delivered before.");
        acks = meters.counter("nats_acks_total", "Messages acknowledged.");
        naks = meters.counter("nats_naks_total", "reason", "Messages handed back for another delivery.");
        terminations = meters.counter("nats_terminations_total", "Messages terminated, after their dead letter.");
        inProgress = meters.counter("nats_in_progress_total", "Signals that a message is still being worked on.");
        leaseExpiries = meters.counter(
                "nats_lease_expiries_total", "Deliveries left unanswered because their ack wait had run out.");
        publishes = meters.counter("nats_publishes_total", "result", "Messages published, by what became of them.");
        reconnects = meters.counter("nats_reconnects_total", "Connections to the stream's server made again.");
        followerGaps = meters.counter("follower_gaps_total", "follower", "Times that a follower missed changes.");

        eventsAccepted =
                meters.counter("gateway_events_accepted_total", "Events answered with success, duplicates included.");
        eventsRefused = meters.counter("gateway_events_refused_total", "reason", "Events or requests refused.");
        dedupDropped = meters.counter("dedup_dropped_total", "Repeats of an event that were dropped.");

        filesWritten = meters.counter("s3_files_written_total", "Files written and durable.");
        fileSize = meters.histogram("s3_file_size", BYTES, Buckets.FILE_BYTES, "Size of the files written.");
        rowsWritten = meters.counter("s3_rows_written_total", "Rows of the files written.");
        storeLatency = meters.histogram(
                "s3_request_duration", MILLIS, Buckets.REQUEST_MILLIS, "Time of a successful request to the store.");
        storeFailures = meters.counter("s3_failures_total", "kind", "Requests that the store did not do.");

        flushes = meters.counter("sink_flushes_total", "cause", "Batches written, by what made them due.");
        intents = meters.counter("sink_intents_total", "Intents to write an object that were announced.");
        intentsSettled = meters.counter(
                "sink_intents_settled_total", "outcome", "Intents of other sinks looked into, by what was found.");
        fencesMet = meters.counter("sink_fences_met_total", "Own objects that a fence of another sink kept out.");

        deadLetters = meters.counter("dead_letters_total", "reason", "Messages given up, by reason.");
        purged = meters.counter("keeper_purged_messages_total", "Finished messages removed from the stream.");

        rulesEvaluated = meters.counter("rules_evaluated_total", "Rules evaluated.");
        alertsFired = meters.counter("alerts_fired_total", "Alerts fired.");
        webhookSuccess = meters.counter("webhook_success_total", "Webhooks delivered.");
        webhookFailure = meters.counter("webhook_failure_total", "Attempts to deliver a webhook that failed.");

        orders = meters.counter("orders_processed_total", "status", "Orders worked on, by how it ended.");
        orderDuration = meters.histogram(
                "order_processing_duration", SECONDS, Buckets.ORDER_SECONDS, "Time to work on an order.");
    }

    /** Shows the counters of {@code part} at zero before anything happened. */
    void startAtZero(Part part) {
        switch (part) {
            case STREAM ->
                zero(processed, deliveries, redeliveries, acks, terminations, inProgress, leaseExpiries, reconnects);
            case GATEWAY -> zero(eventsAccepted, dedupDropped);
            case STORE -> zero(filesWritten, rowsWritten);
            case SINK -> zero(dedupDropped, intents, fencesMet);
            case DEAD_LETTERS -> {}
            case KEEPER -> zero(purged);
            case REACTION -> zero(rulesEvaluated, alertsFired, webhookSuccess, webhookFailure);
            case FULFILLMENT -> orders.startAtZero(OrderResult.class);
        }
        startLabelledAtZero(part);
    }

    private void startLabelledAtZero(Part part) {
        if (part == Part.STREAM) {
            naks.startAtZero(NakReason.class);
            publishes.startAtZero(PublishResult.class);
        }
        if (part == Part.SINK) {
            flushes.startAtZero(FlushCause.class);
            intentsSettled.startAtZero(Settlement.class);
        }
    }

    private static void zero(Counter... counters) {
        for (Counter counter : counters) {
            counter.add(0);
        }
    }
}
