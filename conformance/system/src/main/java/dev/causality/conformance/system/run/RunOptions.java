package dev.causality.conformance.system.run;

import dev.causality.conformance.system.stack.ServiceJars;
import java.nio.file.Path;
import java.time.Duration;

/**
 * What a run is told from outside; the rest is drawn from the seed.
 *
 * @param duration for how long clients send
 * @param eventsPerSecond that clients would like to send, together
 * @param root the repository
 * @param folder an empty folder for the history, the logs and the servers' data
 */
public record RunOptions(long seed, Duration duration, int eventsPerSecond, ServiceJars jars, Path root, Path folder) {

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
