package dev.causality.kernel.telemetry;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.ObservableDoubleMeasurement;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.DoubleSupplier;
import java.util.function.ToDoubleFunction;

/** The values that are read on demand. One that nobody has given is not shown: a made-up zero would be a lie. */
final class Gauges {

    private final Map<Gauge, DoubleSupplier> values = new ConcurrentHashMap<>();
    private final Map<StreamRole, StreamValues> streams = new ConcurrentHashMap<>();

    Gauges(Meters meters) {
        for (Gauge gauge : Gauge.values()) {
            meters.gauge(gauge.text(), gauge.description(), measurement -> record(gauge, measurement));
        }
        stream(meters, "stream_messages", "Messages in the stream.", StreamValues::messages);
        stream(meters, "stream_bytes", "Bytes in the stream.", StreamValues::bytes);
        stream(meters, "stream_limit_bytes", "Bytes that the stream may hold; 0 when unlimited.", StreamValues::limit);
    }

    void observe(Gauge gauge, DoubleSupplier value) {
        values.put(gauge, value);
    }

    void stream(StreamRole role, long messages, long bytes, long limitBytes) {
        streams.put(role, new StreamValues(messages, bytes, Math.max(0, limitBytes)));
    }

    private void record(Gauge gauge, ObservableDoubleMeasurement measurement) {
        DoubleSupplier value = values.get(gauge);
        if (value != null) {
            measurement.record(value.getAsDouble());
        }
    }

    private void stream(Meters meters, String name, String description, ToDoubleFunction<StreamValues> value) {
        meters.gauge(
                name,
                description,
                measurement -> streams.forEach((role, state) -> {
                    Attributes label = Meters.label("stream", role);
                    measurement.record(value.applyAsDouble(state), label);
                }));
    }

    private record StreamValues(double messages, double bytes, double limit) {}
}
