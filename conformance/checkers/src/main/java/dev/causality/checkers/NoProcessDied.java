package dev.causality.checkers;

import dev.causality.checkers.history.History;
import dev.causality.checkers.history.HistoryEvent;
import dev.causality.checkers.history.ProcessEvent;
import dev.causality.checkers.history.ProcessEvent.ProcessExited;
import dev.causality.checkers.history.ProcessEvent.ProcessReady;
import dev.causality.checkers.history.ProcessEvent.ProcessSignalled;
import dev.causality.checkers.history.ProcessEvent.ProcessStarted;
import dev.causality.checkers.history.ProcessEvent.Signal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * No process ends that nobody asked or forced to: neither a message nor an outage crashes one. A process that was not
 * ready yet may refuse to start while a server that it needs is away; it is started again.
 */
final class NoProcessDied implements Checker {
    static final String ID = "CRASH";

    private static final Set<String> SERVERS = Set.of("stream", "store");

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
        return new Check(history).verdict();
    }

    /** The life of one process since it was last started. */
    private record Life(long startedMicros, boolean ready, boolean toEnd) {}

    /** The work on one history. */
    private static final class Check {
        private final History history;
        private final FaultWindows faults;
        private final Map<String, Life> lives = new LinkedHashMap<>();
        private final Violations deaths = new Violations();
        private long starts;
        private long refusals;

        Check(History history) {
            this.history = history;
            this.faults = FaultWindows.of(history);
        }

        Verdict verdict() {
            for (HistoryEvent event : history.events()) {
                if (event instanceof ProcessEvent process) {
                    follow(process);
                }
            }
            return deaths.orElse(
                    deaths.count() + " processes ended of themselves",
                    starts == 0
                            ? new Verdict.Unknown("no process was started")
                            : new Verdict.Valid(starts + " starts, of which " + refusals
                                    + " were refused for want of a server; no end unasked for"));
        }

        private void follow(ProcessEvent event) {
            Life life = lives.getOrDefault(event.process(), new Life(0, true, false));
            switch (event) {
                case ProcessStarted start -> {
                    starts++;
                    life = new Life(start.atMicros(), false, false);
                }
                case ProcessReady _ -> life = new Life(life.startedMicros, true, life.toEnd);
                case ProcessSignalled signalled ->
                    life = signalled.signal() == Signal.TERM || signalled.signal() == Signal.KILL
                            ? new Life(life.startedMicros, life.ready, true)
                            : life;
                case ProcessExited exit -> ended(exit, life);
            }
            lives.put(event.process(), life);
        }

        private void ended(ProcessExited exit, Life life) {
            if (life.toEnd) {
                return;
            }
            if (!life.ready && wantedAServer(life.startedMicros, exit.atMicros())) {
                refusals++;
                return;
            }
            deaths.add(exit.process() + " ended of itself with code " + exit.exitCode() + " at "
                    + exit.atMicros() / 1000 + " ms" + (life.ready ? "" : ", before it was ready"));
        }

        private boolean wantedAServer(long fromMicros, long toMicros) {
            return faults.overlapping(fromMicros, toMicros).stream().anyMatch(fault -> SERVERS.contains(fault.role()));
        }
    }
}
