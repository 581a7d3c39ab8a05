package dev.causality.faults.sim.world.jetstream;

import dev.causality.faults.sim.world.jetstream.ConsumerFile.Update;
import java.util.ArrayDeque;

/**
 * A consumer's file and how far it has been written: changes of the last moments are lost when the server is killed,
 * because it writes them behind the clients' backs, at most so often.
 */
final class ConsumerJournal {

    /** How long a change may wait to be written. */
    private static final long WRITE_DELAY_NANOS = 100_000_000;

    private final ArrayDeque<Change> recent = new ArrayDeque<>();
    private ConsumerFile written = new ConsumerFile();
    private ConsumerFile current = new ConsumerFile();

    private record Change(long at, Update update) {}

    /** The file as it will be once everything is written. */
    ConsumerFile current() {
        return current;
    }

    void write(Update update, long now) {
        current = current.apply(update);
        recent.add(new Change(now, update));
        writeOut(now - WRITE_DELAY_NANOS);
    }

    /** At its creation: where it begins, written at once. */
    void begin(long sequenceBefore) {
        current.deliveredStream = sequenceBefore;
        current.floorStream = sequenceBefore;
        written = current.copy();
    }

    /** The server stops: in order, or by being killed. */
    void stop(long now, boolean inOrder) {
        writeOut(inOrder ? now : now - WRITE_DELAY_NANOS);
        recent.clear();
        current = written.copy();
    }

    private void writeOut(long upTo) {
        while (!recent.isEmpty() && recent.getFirst().at() <= upTo) {
            written = written.apply(recent.removeFirst().update());
        }
    }
}
