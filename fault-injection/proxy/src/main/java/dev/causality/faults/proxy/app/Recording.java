package dev.causality.faults.proxy.app;

import dev.causality.checkers.history.HistoryFormat;
import dev.causality.checkers.history.HistoryWriter;
import dev.causality.checkers.history.RunEvent.Quiescence;
import dev.causality.checkers.history.RunEvent.RunBegun;
import dev.causality.checkers.history.RunEvent.RunEnded;
import dev.causality.checkers.history.RunEvent.Scope;
import dev.causality.faults.proxy.ProtocolSupport;
import dev.causality.faults.proxy.run.FaultLedger;
import dev.causality.faults.proxy.tap.Taps;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The history of a proxy that runs alone, from its first line to its last, if one is wanted.
 *
 * <p>What it claims to show is what a wire alone can decide: B5 of the consumer that is named, and nothing where none is. It
 * has come to rest when no fault is in force any more, and nothing that was delivered to that consumer waits for its end.
 */
final class Recording implements AutoCloseable {
    /** Of the scope's numbers and names those that B5 does not use. */
    private static final long UNUSED_MILLIS = 1;

    private static final String UNUSED = "none";

    private final @Nullable HistoryWriter history;
    private final @Nullable OpenDeliveries open;

    private Recording(@Nullable HistoryWriter history, @Nullable OpenDeliveries open) {
        this.history = history;
        this.open = open;
    }

    /** Records nothing. */
    static Recording none() {
        return new Recording(null, null);
    }

    /**
     * Begins a new file.
     *
     * @param options as the run's own line shows them
     * @param judged null when no consumer was named
     * @throws java.io.UncheckedIOException when it cannot be written, or is there already
     */
    static Recording begin(Path file, long seed, Map<String, String> options, @Nullable JudgedConsumer judged) {
        HistoryWriter history = HistoryWriter.create(file);
        String startedAt = Instant.now().toString();
        Map<String, String> versions = Map.of("java", Runtime.version().toString());
        history.append(at -> new RunBegun(
                at,
                HistoryFormat.VERSION,
                "fault-proxy",
                seed,
                "unknown",
                startedAt,
                versions,
                options,
                scope(judged)));
        return new Recording(history, judged == null ? null : new OpenDeliveries(judged));
    }

    private static Scope scope(@Nullable JudgedConsumer judged) {
        return judged == null
                ? new Scope(List.of(), List.of(), 0, UNUSED, UNUSED, ">", UNUSED_MILLIS, UNUSED_MILLIS, "")
                : new Scope(
                        List.of("B5"),
                        List.of(),
                        0,
                        judged.stream(),
                        judged.consumer(),
                        ">",
                        judged.ackWait().toMillis(),
                        UNUSED_MILLIS,
                        "");
    }

    /** Null when nothing is recorded. */
    @Nullable
    HistoryWriter history() {
        return history;
    }

    /** The protocols that a proxy can name, with taps that write the history. */
    List<ProtocolSupport> protocols() {
        if (history == null) {
            return Protocols.untapped();
        }
        Taps taps = new Taps(history, null);
        return Protocols.with(taps, open == null ? taps::nats : proxy -> open.watching(taps.nats(proxy)));
    }

    /** Writes whether everything is at rest now, before the proxy ends what is in force. */
    void rest(FaultLedger ledger) {
        if (history != null) {
            String unrest = unrest(ledger);
            history.append(at -> new Quiescence(at, unrest.isEmpty(), unrest));
        }
    }

    private String unrest(FaultLedger ledger) {
        if (open == null) {
            return "no consumer was named whose deliveries could be waited for";
        }
        List<String> inForce = ledger.accounts().stream()
                .filter(FaultLedger.Account::inForce)
                .map(FaultLedger.Account::fault)
                .toList();
        if (!inForce.isEmpty()) {
            return "in force until the proxy was stopped: " + String.join(", ", inForce);
        }
        int waiting = open.count();
        return waiting == 0 ? "" : waiting + " messages were delivered, and neither acknowledged nor terminated";
    }

    /** Writes the last line. Nothing may write any more. */
    void end() {
        if (history != null) {
            history.append(RunEnded::new);
        }
    }

    @Override
    public void close() {
        if (history != null) {
            history.close();
        }
    }
}
