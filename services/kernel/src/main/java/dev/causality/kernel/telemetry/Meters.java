package dev.causality.kernel.telemetry;

import dev.causality.kernel.Kernel;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.DoubleHistogram;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.api.metrics.ObservableDoubleMeasurement;
import io.opentelemetry.exporter.prometheus.PrometheusMetricReader;
import io.opentelemetry.sdk.common.Clock;
import io.opentelemetry.sdk.metrics.ExemplarFilter;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.ExpositionFormats;
import io.prometheus.metrics.instrumentation.jvm.JvmMetrics;
import io.prometheus.metrics.model.registry.MetricNameFilter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * One meter provider of OpenTelemetry, read through a Prometheus registry. Nothing here is global, so that several
 * simulated processes can live in one JVM.
 */
final class Meters {

    private static final String SCOPE = "dev.causality";
    private static final ExpositionFormats FORMATS = ExpositionFormats.init();

    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final SdkMeterProvider provider;
    private final Meter meter;

    Meters(Kernel kernel) {
        PrometheusMetricReader reader = PrometheusMetricReader.builder()
                .setOtelScopeLabelsEnabled(false)
                .setTargetInfoMetricEnabled(false)
                .build();
        this.provider = SdkMeterProvider.builder()
                .setClock(new KernelClock(kernel))
                .setExemplarFilter(ExemplarFilter.alwaysOff())
                .registerMetricReader(reader)
                .build();
        this.meter = provider.get(SCOPE);
        registry.register(reader);
    }

    Counter counter(String name, String label, String description) {
        return new Counter(
                meter.counterBuilder(name).setDescription(description).build(), label);
    }

    Counter counter(String name, String description) {
        return counter(name, "", description);
    }

    /** @param unit as in UCUM (ms, s, By), which becomes the end of the name that Prometheus sees; or empty */
    DoubleHistogram histogram(String name, String unit, List<Double> buckets, String description) {
        return meter.histogramBuilder(name)
                .setUnit(unit)
                .setDescription(description)
                .setExplicitBucketBoundariesAdvice(buckets)
                .build();
    }

    void gauge(String name, String description, Consumer<ObservableDoubleMeasurement> read) {
        meter.gaugeBuilder(name).setDescription(description).buildWithCallback(read);
    }

    void registerJvm() {
        JvmMetrics.builder().register(registry);
    }

    Scrape scrape(String accept, List<String> names) {
        ExpositionFormatWriter writer = FORMATS.getOpenMetricsTextFormatWriter().accepts(accept)
                ? FORMATS.getOpenMetricsTextFormatWriter()
                : FORMATS.getPrometheusTextFormatWriter();
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        try {
            writer.write(body, names.isEmpty() ? registry.scrape() : registry.scrape(only(names)));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return new Scrape(writer.getContentType(), body.toByteArray());
    }

    private static Predicate<String> only(List<String> names) {
        return MetricNameFilter.builder().nameMustBeEqualTo(names).build();
    }

    void close() {
        provider.close();
    }

    static Attributes label(String key, Enum<?> value) {
        return Attributes.of(AttributeKey.stringKey(key), Counter.word(value));
    }

    /** OpenTelemetry's clock, driven by the kernel's. */
    private record KernelClock(Kernel kernel) implements Clock {

        private static final long NANOS_PER_SECOND = 1_000_000_000L;

        @Override
        public long now() {
            Instant now = kernel.now();
            return now.getEpochSecond() * NANOS_PER_SECOND + now.getNano();
        }

        @Override
        public long nanoTime() {
            return kernel.nanoTime();
        }
    }
}
