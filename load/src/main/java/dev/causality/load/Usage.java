package dev.causality.load;

import dev.causality.testservers.ChildProcess;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.StringJoiner;

/** Processor time and memory that processes used during a measurement. */
final class Usage {

    private static final double MIB = 1024 * 1024;

    private final LinkedHashMap<String, ChildProcess> processes = new LinkedHashMap<>();
    private final LinkedHashMap<String, Duration> before = new LinkedHashMap<>();

    Usage(Map<String, ChildProcess> processes) {
        processes.forEach((name, process) -> {
            this.processes.put(name, process);
            before.put(name, process.cpuTime());
        });
    }

    /** Processor seconds per million events, by process. */
    String processorTime(long events) {
        StringJoiner parts = new StringJoiner(", ");
        processes.forEach((name, process) -> parts.add("%s %.1f"
                .formatted(name, process.cpuTime().minus(before.get(name)).toMillis() / 1e3 / (events / 1e6))));
        return parts + " s per million events";
    }

    /** The most memory that each process has occupied. */
    String memory() {
        StringJoiner parts = new StringJoiner(", ");
        processes.forEach((name, process) -> parts.add("%s %.0f".formatted(name, process.peakResidentBytes() / MIB)));
        return parts + " MiB resident at most";
    }
}
