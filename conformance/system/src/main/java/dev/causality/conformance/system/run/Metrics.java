package dev.causality.conformance.system.run;

import java.util.List;

/** Which of the services' metrics a history keeps. */
final class Metrics {
    /** The sink's counter of requests that the store did not do. */
    static final String STORE_FAILURES = "s3_failures_total";

    private static final List<String> FAMILIES =
            List.of("nats_", "s3_", "dedup_", "dlq_", "dead_letters_", "gateway_", "sink_", "keeper_", "http_request");
    private static final List<String> DISTRIBUTIONS = List.of("_bucket", "_sum");

    private Metrics() {}

    /** Counters and gauges of the pipeline; the shapes of histograms and the JVM's own are left out. */
    static boolean areKept(String name) {
        return FAMILIES.stream().anyMatch(name::startsWith)
                && DISTRIBUTIONS.stream().noneMatch(name::endsWith);
    }
}
