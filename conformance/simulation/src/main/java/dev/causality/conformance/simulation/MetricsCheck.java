package dev.causality.conformance.simulation;

import dev.causality.kernel.telemetry.Telemetry;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** M1 and B5: what a process that lived through the whole run counted is what passed between it and its ports. */
final class MetricsCheck {

    private MetricsCheck() {}

    static void check(Stage stage) {
        for (SinkHost sink : stage.sinks()) {
            sink.running().ifPresent(running -> check(stage, sink, running.telemetry()));
        }
    }

    private static void check(Stage stage, SinkHost sink, Telemetry telemetry) {
        Map<String, Long> truth = truth(sink.tap().counts());
        Map<String, Double> shown = read(telemetry, List.copyOf(truth.keySet()));
        truth.forEach((metric, count) -> {
            double value = shown.getOrDefault(metric, 0.0);
            if (Math.round(value) != count) {
                stage.truth().broken("M1", sink.name() + " shows " + metric + " " + value + ", the truth is " + count);
            }
        });
    }

    private static Map<String, Long> truth(Tap.Counts counts) {
        Map<String, Long> truth = new TreeMap<>();
        truth.put("nats_deliveries_total", counts.delivered());
        truth.put("nats_redeliveries_total", counts.redelivered());
        truth.put("nats_acks_total", counts.acknowledged());
        truth.put("nats_naks_total", counts.handedBack());
        truth.put("nats_terminations_total", counts.terminated());
        truth.put("nats_in_progress_total", counts.inProgress());
        return truth;
    }

    /** Each metric by name, summed over its labels. */
    private static Map<String, Double> read(Telemetry telemetry, List<String> names) {
        Map<String, Double> values = new TreeMap<>();
        String text = new String(telemetry.scrape("", names).body(), StandardCharsets.UTF_8);
        for (String line : text.lines().toList()) {
            if (line.startsWith("#") || line.isBlank()) {
                continue;
            }
            int nameEnd = line.indexOf('{') >= 0 ? line.indexOf('{') : line.indexOf(' ');
            double value = Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1));
            values.merge(line.substring(0, nameEnd), value, Double::sum);
        }
        return values;
    }
}
