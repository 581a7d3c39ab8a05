package dev.causality.conformance.simulation;

import java.util.List;

/** B8: a sink that is told to stop while nothing else is wrong stops in order, and holds nothing when it is gone. */
final class Stops {

    private static final long NANOS_PER_MILLI = 1_000_000;

    private Stops() {}

    static void check(Stage stage, SinkHost sink, Host.Stop stop) {
        if (stop.killed() || !stage.faults().calm()) {
            return;
        }
        stage.truth().exercised("property B8");
        long tookMillis = (stage.simulation().nanos() - stop.askedNanos()) / NANOS_PER_MILLI;
        if (stop.exitCode() != 0) {
            stage.truth()
                    .broken(
                            "B8",
                            sink.name() + " was told to stop and exited with " + stop.exitCode() + ": "
                                    + stop.undone());
        }
        if (tookMillis > stage.ran().tuning().shutdownTimeout()) {
            stage.truth().broken("B8", sink.name() + " took " + tookMillis + " ms to stop");
        }
        List<Long> held = stage.truth().deliveries().heldBy(sink.name());
        if (!held.isEmpty()) {
            stage.truth().broken("B8", sink.name() + " stopped, and " + held + " will be delivered again");
        }
    }
}
