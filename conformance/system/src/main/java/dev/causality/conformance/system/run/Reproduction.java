package dev.causality.conformance.system.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** The command that runs the same again, made from what a history says of its run: all that was not left at its default. */
public final class Reproduction {
    private static final Pattern PLAIN = Pattern.compile("[\\w./+:@%=-]+");

    private Reproduction() {}

    /** @param options those of the run, as {@link RunOptions#described} names them; others are passed over */
    public static String command(long seed, Map<String, String> options) {
        List<String> more = new ArrayList<>();
        String rate = options.getOrDefault(RunOptions.RATE, "");
        if (!rate.isEmpty() && !rate.equals(Integer.toString(RunOptions.DEFAULT_RATE))) {
            more.add("--rate=" + rate);
        }
        add(more, "--gateway-jar", options.getOrDefault(RunOptions.GATEWAY_JAR, ""));
        add(more, "--sink-jar", options.getOrDefault(RunOptions.SINK_JAR, ""));
        return "make conformance SEED=" + seed + " DURATION=" + options.getOrDefault(RunOptions.DURATION, "105s")
                + (more.isEmpty() ? "" : " ARGS=\"" + String.join(" ", more) + "\"");
    }

    private static void add(List<String> more, String name, String value) {
        if (!value.isEmpty()) {
            more.add(name + "=" + (PLAIN.matcher(value).matches() ? value : "'" + value + "'"));
        }
    }
}
