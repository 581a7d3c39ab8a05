package dev.causality.faults.sim.world.jetstream;

import java.nio.charset.StandardCharsets;
import java.time.Instant;

/** What the server says of messages that a consumer will not deliver again: core messages, kept by whoever captures them. */
final class Advisories {

    private static final String SUBJECT = "$JS.EVENT.ADVISORY.CONSUMER.";
    private static final String TYPE = "io.nats.jetstream.advisory.v1.";

    private final Outlet outlet;
    private boolean listened = true;
    private long numbers;

    Advisories(Outlet outlet) {
        this.outlet = outlet;
    }

    /** Where they go. */
    interface Outlet {
        void publish(String subject, byte[] payload);
    }

    /** Whether anybody hears what is said from now on; nobody else will ever know it. */
    void listened(boolean now) {
        listened = now;
    }

    void exhausted(String stream, String consumer, long sequence, long deliveries, Instant time) {
        publish("MAX_DELIVERIES", "max_deliver", stream, consumer, sequence, deliveries, "", time);
    }

    void terminated(String stream, String consumer, long sequence, long deliveries, String reason, Instant time) {
        publish("MSG_TERMINATED", "terminated", stream, consumer, sequence, deliveries, reason, time);
    }

    private void publish(
            String event,
            String type,
            String stream,
            String consumer,
            long sequence,
            long deliveries,
            String reason,
            Instant time) {
        if (!listened) {
            return;
        }
        String said = reason.isEmpty() ? "" : ",\"reason\":\"" + escaped(reason) + "\"";
        String json = "{\"type\":\"" + TYPE + type + "\",\"id\":\"" + ++numbers + "\",\"timestamp\":\"" + time
                + "\",\"stream\":\"" + stream + "\",\"consumer\":\"" + consumer + "\",\"stream_seq\":" + sequence
                + ",\"deliveries\":" + deliveries + said + "}";
        outlet.publish(SUBJECT + event + "." + stream + "." + consumer, json.getBytes(StandardCharsets.UTF_8));
    }

    private static String escaped(String text) {
        return text.replace("\\", "\\\\").replace("\"", "\\\"").replaceAll("\\p{Cntrl}", " ");
    }
}
