package dev.causality.checkers.history;

import dev.causality.checkers.history.ClientEvent.Attempt;
import dev.causality.checkers.history.ClientEvent.Outcome;
import dev.causality.checkers.history.ClientEvent.PoisonAttempt;
import dev.causality.checkers.history.ClientEvent.PoisonConfirmed;
import dev.causality.checkers.history.FaultEvent.FaultPlanned;
import dev.causality.checkers.history.RunEvent.RunBegun;
import dev.causality.checkers.history.RunEvent.RunEnded;
import dev.causality.checkers.history.StoreEvent.StoredObject;
import dev.causality.checkers.history.StoreEvent.StoredRow;
import dev.causality.checkers.history.WireEvent.PutAnswered;
import dev.causality.checkers.history.WireEvent.PutCarried;
import dev.causality.checkers.history.WireEvent.PutRequested;
import java.util.HashSet;
import java.util.Set;

/**
 * What has to hold between lines: the first says what the file is, the last ends it, time does not go back, names are
 * given once and used after that.
 */
final class References {
    private final Set<String> attempts = new HashSet<>();
    private final Set<String> answered = new HashSet<>();
    private final Set<String> poisons = new HashSet<>();
    private final Set<String> confirmed = new HashSet<>();
    private final Set<String> faults = new HashSet<>();
    private final Set<String> puts = new HashSet<>();
    private final Set<String> putAnswers = new HashSet<>();
    private final Set<String> carried = new HashSet<>();
    private final Set<String> objects = new HashSet<>();
    private final TapReferences taps = new TapReferences();
    private boolean begun;
    private boolean ended;
    private long lastMicros;

    /** Takes note of the next event, or refuses it. */
    void accept(HistoryEvent event) {
        acceptOrder(event);
        switch (event) {
            case RunBegun begin -> begin(begin);
            case RunEnded _ -> ended = true;
            case Attempt attempt -> once(attempts, attempt.attempt(), "attempt");
            case Outcome outcome -> {
                known(attempts, outcome.attempt(), "attempt");
                once(answered, outcome.attempt(), "outcome of attempt");
            }
            case PoisonAttempt poison -> once(poisons, poison.poison(), "poison");
            case PoisonConfirmed poison -> {
                known(poisons, poison.poison(), "poison");
                once(confirmed, poison.poison(), "confirmation of poison");
            }
            case FaultPlanned fault -> once(faults, fault.fault(), "fault");
            case FaultEvent fault -> known(faults, fault.fault(), "fault");
            case PutRequested put -> once(puts, put.put(), "put");
            case PutCarried put -> {
                known(puts, put.put(), "put");
                once(carried, put.put(), "rows of put");
            }
            case PutAnswered put -> {
                known(puts, put.put(), "put");
                once(putAnswers, put.put(), "answer to put");
            }
            case TapEvent tap -> taps.accept(tap);
            case StoredObject object -> once(objects, object.objectKey(), "object");
            case StoredRow row -> known(objects, row.objectKey(), "object");
            default -> {}
        }
    }

    private void acceptOrder(HistoryEvent event) {
        if (!begun && !(event instanceof RunBegun)) {
            throw new IllegalArgumentException("the first line is not of kind run-begun: this is not a history");
        }
        if (ended) {
            throw new IllegalArgumentException("a line follows the one that ends the run");
        }
        if (event.atMicros() < lastMicros) {
            throw new IllegalArgumentException(
                    "time goes back from " + lastMicros + " to " + event.atMicros() + " microseconds");
        }
        lastMicros = event.atMicros();
    }

    private void begin(RunBegun begin) {
        if (begun) {
            throw new IllegalArgumentException("a second line of kind run-begun");
        }
        if (begin.formatVersion() != HistoryFormat.VERSION) {
            throw new IllegalArgumentException(
                    "format version " + begin.formatVersion() + " is not the one known here, " + HistoryFormat.VERSION);
        }
        begun = true;
    }

    static void once(Set<String> names, String name, String what) {
        if (!names.add(name)) {
            throw new IllegalArgumentException(what + " " + name + " occurs twice");
        }
    }

    static void known(Set<String> names, String name, String what) {
        if (!names.contains(name)) {
            throw new IllegalArgumentException(what + " " + name + " was not mentioned before");
        }
    }
}
