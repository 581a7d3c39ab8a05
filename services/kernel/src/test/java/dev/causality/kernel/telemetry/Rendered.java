package dev.causality.kernel.telemetry;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The metrics of a process as Prometheus reads them. */
public record Rendered(String text) {

    private static final Pattern SAMPLE = Pattern.compile("([a-z0-9_]+)(\\{.*})? (\\S+)");
    private static final Pattern LABEL = Pattern.compile("([a-z_]+)=\"");

    public static Rendered of(Telemetry telemetry) {
        return new Rendered(new String(telemetry.scrape("").body(), StandardCharsets.UTF_8));
    }

    /** The value of the sample with exactly this name and these labels. */
    public double value(String sample) {
        return text.lines()
                .filter(line -> line.startsWith(sample + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(sample.length() + 1)))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no sample " + sample + " in\n" + text));
    }

    public boolean has(String sample) {
        return text.lines().anyMatch(line -> line.startsWith(sample + " "));
    }

    /** Each name once, with the names of its labels; of a histogram the buckets only. */
    public List<String> shapes() {
        TreeMap<String, TreeSet<String>> shapes = new TreeMap<>();
        text.lines().filter(line -> !line.startsWith("#")).forEach(line -> {
            Matcher sample = SAMPLE.matcher(line);
            if (!sample.matches()) {
                throw new AssertionError("not a sample: " + line);
            }
            TreeSet<String> labels = shapes.computeIfAbsent(sample.group(1), name -> new TreeSet<>());
            if (sample.group(2) != null) {
                LABEL.matcher(sample.group(2))
                        .results()
                        .map(label -> label.group(1))
                        .forEach(labels::add);
            }
        });
        List<String> histograms = shapes.keySet().stream()
                .filter(name -> name.endsWith("_bucket"))
                .map(name -> name.substring(0, name.length() - "_bucket".length()))
                .toList();
        histograms.forEach(name -> shapes.keySet().removeAll(List.of(name + "_sum", name + "_count")));
        return shapes.entrySet().stream()
                .map(shape -> shape.getKey() + (shape.getValue().isEmpty() ? "" : shape.getValue()))
                .toList();
    }
}
