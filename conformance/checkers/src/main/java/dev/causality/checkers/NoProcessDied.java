package dev.causality.checkers;

import dev.causality.checkers.history.History;
import dev.causality.checkers.history.HistoryEvent;
import dev.causality.checkers.history.ProcessEvent;
import dev.causality.checkers.history.ProcessEvent.ProcessExited;
import dev.causality.checkers.history.ProcessEvent.ProcessSignalled;
import dev.causality.checkers.history.ProcessEvent.ProcessStarted;
import dev.causality.checkers.history.ProcessEvent.Signal;
import java.util.HashSet;
import java.util.Set;

/** No process ends that nobody asked or forced to: neither a message nor an outage crashes one. */
final class NoProcessDied implements Checker {
    static final String ID = "CRASH";

    @Override
    public String invariant() {
        return ID;
    }

    @Override
    public String promise() {
        return "no process ends of itself";
    }

    @Override
    public Verdict check(History history) {
        Violations deaths = new Violations();
        Set<String> toEnd = new HashSet<>();
        long starts = 0;
        for (HistoryEvent event : history.events()) {
            if (event instanceof ProcessEvent of) {
                switch (of) {
                    case ProcessStarted start -> {
                        starts++;
                        toEnd.remove(start.process());
                    }
                    case ProcessSignalled signal -> {
                        if (signal.signal() == Signal.TERM || signal.signal() == Signal.KILL) {
                            toEnd.add(signal.process());
                        }
                    }
                    case ProcessExited exit -> {
                        if (!toEnd.contains(exit.process())) {
                            deaths.add(exit.process() + " ended of itself with code " + exit.exitCode() + " at "
                                    + exit.atMicros() / 1000 + " ms");
                        }
                    }
                }
            }
        }
        return deaths.orElse(
                deaths.count() + " processes ended of themselves",
                starts == 0
                        ? new Verdict.Unknown("no process was started")
                        : new Verdict.Valid(starts + " starts, no end unasked for"));
    }
}
