package dev.causality.conformance.system.run;

import dev.causality.conformance.system.stack.ServiceJars;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a run is told from outside; the rest is drawn from the seed.
 *
 * @param duration for how long clients send
 * @param eventsPerSecond that clients would like to send, together
 * @param root the repository
 * @param folder an empty folder for the history, the logs and the servers' data
 */
public record RunOptions(long seed, Duration duration, int eventsPerSecond, ServiceJars jars, Path root, Path folder) {

    /** Events per second where nobody asks for others. */
    public static final int DEFAULT_RATE = 400;

    static final String DURATION = "duration";
    static final String RATE = "eventsPerSecond";
    static final String GATEWAY_JAR = "gatewayJar";
    static final String SINK_JAR = "sinkJar";

    /** As they stand in the history; jars only where they are not those of the repository. */
    public Map<String, String> described() {
        Map<String, String> described = new TreeMap<>();
        described.put(DURATION, duration.toSeconds() + "s");
        described.put(RATE, Integer.toString(eventsPerSecond));
        if (!jars.gateway().equals(ServiceJars.defaultGateway(root))) {
            described.put(GATEWAY_JAR, jars.gateway().toString());
        }
        if (!jars.sink().equals(ServiceJars.defaultSink(root))) {
            described.put(SINK_JAR, jars.sink().toString());
        }
        return described;
    }

    /** The history that the run writes. */
    public Path history() {
        return folder.resolve("history.jsonl");
    }

    /** Where the services' logs go. */
    public Path logs() {
        return folder.resolve("logs");
    }

    /** Where the servers keep their data; deleted after the run. */
    public Path data() {
        return folder.resolve("data");
    }

    /** Where the taps keep what each upload carried; deleted with the servers' data. */
    public Path puts() {
        return data().resolve("puts");
    }
}
