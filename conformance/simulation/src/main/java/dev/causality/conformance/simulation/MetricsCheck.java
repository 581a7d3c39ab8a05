package dev.causality.conformance.simulation;

import dev.causality.kernel.telemetry.Telemetry;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/** M1 and B5: what a process that lived through the whole run counted is what passed between it and its ports. */
final class MetricsCheck {

    private MetricsCheck() {}

    static void check(Stage stage) {
        for (SinkHost sink : stage.sinks()) {
            sink.running().ifPresent(running -> {
                Map<String, Double> shown = read(running.telemetry());
                Tap.Counts counts = sink.tap().counts();
                compare(stage, sink, shown, "nats_deliveries_total", counts.delivered());
                compare(stage, sink, shown, "nats_redeliveries_total", counts.redelivered());
                compare(stage, sink, shown, "nats_acks_total", counts.acknowledged());
                compare(stage, sink, shown, "nats_naks_total", counts.handedBack());
                compare(stage, sink, shown, "nats_terminations_total", counts.terminated());
                compare(stage, sink, shown, "nats_in_progress_total", counts.inProgress());
            });
        }
    }

    private static void compare(Stage stage, SinkHost sink, Map<String, Double> shown, String metric, long truth) {
        double value = shown.getOrDefault(metric, 0.0);
        if (Math.round(value) != truth) {
            stage.truth().broken("M1", sink.name() + " shows " + metric + " " + value + ", the truth is " + truth);
        }
    }

    /** Each metric by name, summed over its labels. */
    private static Map<String, Double> read(Telemetry telemetry) {
        Map<String, Double> values = new TreeMap<>();
        String text = new String(telemetry.scrape("").body(), StandardCharsets.UTF_8);
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
