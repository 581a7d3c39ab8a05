package dev.causality.faults.proxy.run;

import dev.causality.faults.proxy.engine.ConnectionInfo;

/** Is told of each application of a fault. Thread-safe; called by event loops. */
public interface Evidence {
    /** Forgets what it is told. */
    Evidence NONE = new Evidence() {
        @Override
        public void applied(String fault, ConnectionInfo connection, String what) {}

        @Override
        public void applied(String fault) {}
    };

    /**
     * A fault was applied: counted, and written down. For what is worth a line: a request that was refused, a connection
     * that was cut, the first bytes of a connection that were held up.
     *
     * @param fault its name, as in {@link ActiveFault#name}
     * @param what happened, in words
     */
    void applied(String fault, ConnectionInfo connection, String what);

    /** A fault was applied once more in the same way: counted. */
    void applied(String fault);
}
