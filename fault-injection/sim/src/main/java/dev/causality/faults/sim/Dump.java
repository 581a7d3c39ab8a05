package dev.causality.faults.sim;

import java.util.Collection;
import java.util.Locale;

/** Shows who waits for what. */
final class Dump {

    private static final double NANOS_PER_SECOND = 1e9;

    private Dump() {}

    static String of(long nanos, Collection<SimProcess> processes) {
        StringBuilder text = new StringBuilder("at " + seconds(nanos) + "\n");
        for (SimProcess process : processes) {
            text.append(process.name()).append(state(process)).append('\n');
            for (SimTask task : process.tasks()) {
                text.append("  ").append(line(task)).append('\n');
            }
        }
        return text.toString();
    }

    private static String state(SimProcess process) {
        if (!process.running()) {
            return " does not run";
        }
        return process.paused() ? " is paused" : "";
    }

    private static String line(SimTask task) {
        String name = task.name() + "#" + task.number;
        if (task.waitsFor.isEmpty()) {
            return name + " can go on";
        }
        String source = task.signal == null ? "" : " (" + task.signal + ")";
        String until = task.timer == null ? ", without end" : ", until " + seconds(task.timer.nanos);
        return name + " waits for " + task.waitsFor + source + " since " + seconds(task.since) + until;
    }

    private static String seconds(long nanos) {
        return String.format(Locale.ROOT, "%.6f s", (double) nanos / NANOS_PER_SECOND);
    }
}
