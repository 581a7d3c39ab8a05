package dev.causality.conformance.simulation;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The one service whose processes are killed, paused, told to stop, and given wrong clocks in a run, every other being left
 * alone; links and servers break as ever.
 */
enum Target {
    /** The processes of the gateway. */
    GATEWAY("gateway"),
    /** The processes of the sink. */
    WAREHOUSE_SINK("sink"),
    /**
     * The capture of dead letters, which lives in the processes of the sink. Every run has poison, and a limit of deliveries
     * at which the server gives messages up by itself.
     */
    DEAD_LETTERS("sink");

    private final String process;

    Target(String process) {
        this.process = process;
    }

    /** As it is written on the command line. */
    String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The names of its processes. */
    List<String> processes(Topology topology) {
        int count = this == GATEWAY ? topology.gateways() : topology.sinks();
        return IntStream.rangeClosed(1, count)
                .mapToObj(number -> process + "-" + number)
                .toList();
    }

    /** @throws IllegalArgumentException when there is none of that name; it names those that there are */
    static Target parse(String text) {
        return Arrays.stream(values())
                .filter(target -> target.text().equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("'" + text + "' is none of "
                        + Arrays.stream(values()).map(Target::text).collect(Collectors.joining(", "))));
    }
}
