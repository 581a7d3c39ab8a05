package dev.causality.conformance.system.stack;

import dev.causality.checkers.history.HistoryWriter;
import java.util.Map;
import java.util.Optional;

/**
 * What the services run on. The native stack starts servers of its own; others may take them from containers, or from
 * addresses given by the user. Thread-safe.
 */
public interface Stack extends AutoCloseable {

    /** From now on its servers' starts, signals and exits are written to this history. */
    void attach(HistoryWriter history);

    /** The address of the stream's server. */
    String natsUrl();

    /** The object store, with a bucket that is there and empty. */
    StoreAddress store();

    /** The versions of what the stack consists of, by name. */
    Map<String, String> versions();

    /** The object store as something that can be broken; nothing where it is not ours to break. */
    Optional<Breakable> breakableStore();

    /** The stream's server as something that can be broken; nothing where it is not ours to break. */
    Optional<Breakable> breakableStream();

    /** Stops what it started, and deletes its data. */
    @Override
    void close();

    /** A server that can be broken and healed. Each change is in the history. */
    interface Breakable {
        /** Ends it at once. */
        void kill();

        /** Starts it again after a kill, with its data and address, and waits until it is ready. */
        void restart();

        /** Freezes it: connections stay open, and nothing is answered. */
        void pause();

        /** Lets it go on. */
        void resume();
    }
}
