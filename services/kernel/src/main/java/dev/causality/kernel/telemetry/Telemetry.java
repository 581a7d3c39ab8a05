package dev.causality.kernel.telemetry;

import dev.causality.kernel.Kernel;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.DoubleSupplier;

/**
 * What one process counts and measures. Safe for use by several tasks; nothing here waits. Counting costs some tens of
 * nanoseconds: callers on hot paths count once per batch.
 *
 * <p>Counts are facts: call a method once the thing has happened, as often as it happened, and the numbers equal the
 * truth. Times are measured by the caller, on its kernel's clock.
 */
public final class Telemetry implements AutoCloseable {

    /** More routes than a service could have; a raw path taken for a template would end here, loudly. */
    private static final int MAX_ROUTES = 200;

    private static final int MIN_STATUS = 100;
    private static final int MAX_STATUS = 599;
    private static final int FIRST_ERROR_STATUS = 400;
    private static final double NANOS_PER_MILLI = 1e6;
    private static final double NANOS_PER_SECOND = 1e9;
    private static final AttributeKey<String> METHOD = AttributeKey.stringKey("method");
    private static final AttributeKey<String> PATH = AttributeKey.stringKey("path");
    private static final AttributeKey<String> STATUS = AttributeKey.stringKey("status");

    private final Meters meters;
    private final Instruments instruments;
    private final Gauges gauges;
    private final Map<String, Route> routes = new ConcurrentHashMap<>();

    private Telemetry(Kernel kernel) {
        this.meters = new Meters(kernel);
        this.instruments = new Instruments(meters);
        this.gauges = new Gauges(meters);
    }

    /**
     * The telemetry of a process.
     *
     * @param parts whose counters are shown at zero before anything happened
     */
    public static Telemetry of(Kernel kernel, Part... parts) {
        Telemetry telemetry = new Telemetry(kernel);
        for (Part part : parts) {
            telemetry.instruments.startAtZero(part);
        }
        return telemetry;
    }

    /** Adds what the JVM tells about itself: threads, garbage collection, memory, processor time. Once per JVM. */
    public Telemetry withJvm() {
        meters.registerJvm();
        return this;
    }

    /**
     * All metrics as they are now.
     *
     * @param accept what the client accepts, as in its header; empty for the usual text format
     */
    public Scrape scrape(String accept) {
        return scrape(accept, List.of());
    }

    /**
     * The named metrics as they are now.
     *
     * @param accept what the client accepts, as in its header; empty for the usual text format
     * @param names as Prometheus shows them; empty for all
     */
    public Scrape scrape(String accept, List<String> names) {
        return meters.scrape(accept, names);
    }

    /** The label for a route. The template comes from the code of the service, never from a request. */
    public Route route(String template) {
        Route route = routes.computeIfAbsent(template, Route::new);
        if (routes.size() > MAX_ROUTES) {
            throw new IllegalStateException("more than " + MAX_ROUTES + " routes: are these raw paths?");
        }
        return route;
    }

    /** A request was answered, {@code duration} after it came in. */
    public void requestAnswered(HttpMethod method, Route route, int status, Duration duration) {
        int code = status < MIN_STATUS || status > MAX_STATUS ? 0 : status;
        Attributes labels =
                Attributes.of(METHOD, method.name(), PATH, route.template(), STATUS, Integer.toString(code));
        instruments.httpRequests.add(1, labels);
        instruments.httpDuration.record(millis(duration), labels);
        if (code >= FIRST_ERROR_STATUS) {
            instruments.httpErrors.add(1, labels);
        }
    }

    /** This service is done with messages: it published them, stored them or buried them. */
    public void messagesProcessed(long count) {
        instruments.processed.add(count);
    }

    /** Messages were delivered to this process; {@code repeats} of them not for the first time. */
    public void messagesDelivered(long count, long repeats) {
        instruments.deliveries.add(count);
        instruments.redeliveries.add(repeats);
    }

    /** Messages were acknowledged, the oldest of them {@code sinceDelivery} after it had been delivered. */
    public void messagesAcknowledged(long count, Duration sinceDelivery) {
        instruments.acks.add(count);
        instruments.ackLatency.record(millis(sinceDelivery));
    }

    public void messagesHandedBack(long count, NakReason reason) {
        instruments.naks.add(count, reason);
    }

    public void messagesTerminated(long count) {
        instruments.terminations.add(count);
    }

    /** The server was told that messages are still being worked on. */
    public void progressSignalled(long count) {
        instruments.inProgress.add(count);
    }

    /** Messages got no answer from here, because their ack wait had run out. */
    public void leasesExpired(long count) {
        instruments.leaseExpiries.add(count);
    }

    public void messagesPublished(long count, PublishResult result) {
        instruments.publishes.add(count, result);
    }

    public void reconnected() {
        instruments.reconnects.add(1);
    }

    /** A follower found that it had missed changes, and reads everything again. */
    public void followerGap(Follower follower) {
        instruments.followerGaps.add(1, follower);
    }

    /** Events were answered with success, duplicates included. */
    public void eventsAccepted(long count) {
        instruments.eventsAccepted.add(count);
    }

    /** @param reason a constant of the service's own closed set */
    public void eventsRefused(long count, Enum<?> reason) {
        instruments.eventsRefused.add(count, reason);
    }

    /** Repeats were found and dropped: by the stream at the gateway, by settled intents at the sink. */
    public void duplicatesDropped(long count) {
        instruments.dedupDropped.add(count);
    }

    /** A file of events is durable. */
    public void fileWritten(long rows, long bytes) {
        instruments.filesWritten.add(1);
        instruments.rowsWritten.add(rows);
        instruments.fileSize.record((double) bytes);
    }

    /** The store did what it was asked. */
    public void storeAnswered(StoreOperation operation, Duration duration) {
        instruments.storeLatency.record(millis(duration), Meters.label("operation", operation));
    }

    /** @param kind a constant of the port's own closed set */
    public void storeFailed(Enum<?> kind) {
        instruments.storeFailures.add(1, kind);
    }

    /** A batch of {@code rows} events became durable, {@code duration} after its writing began. */
    public void batchFlushed(FlushCause cause, long rows, Duration duration) {
        instruments.flushes.add(1, cause);
        instruments.batchSize.record((double) rows);
        instruments.flushLatency.record(millis(duration));
    }

    public void intentAnnounced() {
        instruments.intents.add(1);
    }

    /** The fate of another sink's intent was looked into. */
    public void intentSettled(Settlement outcome) {
        instruments.intentsSettled.add(1, outcome);
    }

    /** An own object could not be written: a fence stood at its key. */
    public void fenceMet() {
        instruments.fencesMet.add(1);
    }

    /** @param reason a constant of the dead letters' own closed set */
    public void deadLettered(long count, Enum<?> reason) {
        instruments.deadLetters.add(count, reason);
    }

    /** The keeper removed messages that everyone had finished. */
    public void messagesPurged(long count) {
        instruments.purged.add(count);
    }

    public void rulesEvaluated(long count) {
        instruments.rulesEvaluated.add(count);
    }

    public void alertsFired(long count) {
        instruments.alertsFired.add(count);
    }

    public void webhookDelivered() {
        instruments.webhookSuccess.add(1);
    }

    /** An attempt to deliver a webhook failed. */
    public void webhookFailed() {
        instruments.webhookFailure.add(1);
    }

    /** The work on an order ended. */
    public void orderProcessed(OrderResult result, Duration duration) {
        instruments.orders.add(1, result);
        instruments.orderDuration.record(
                (double) duration.toNanos() / NANOS_PER_SECOND, Meters.label("status", result));
    }

    /**
     * Says where a gauge's value comes from; a later call replaces an earlier one.
     *
     * @param value called on a thread outside the kernel while metrics are read: it reads a field, takes no lock and waits
     *     for nothing
     */
    public void observe(Gauge gauge, DoubleSupplier value) {
        gauges.observe(gauge, value);
    }

    /** Sets a gauge's value. */
    public void set(Gauge gauge, double value) {
        gauges.observe(gauge, () -> value);
    }

    /** Sets what is known of a stream. A {@code limitBytes} of zero or less means that it has none. */
    public void streamState(StreamRole role, long messages, long bytes, long limitBytes) {
        gauges.stream(role, messages, bytes, limitBytes);
    }

    /** Lets go of the meter provider. */
    @Override
    public void close() {
        meters.close();
    }

    private static double millis(Duration duration) {
        return (double) duration.toNanos() / NANOS_PER_MILLI;
    }
}
