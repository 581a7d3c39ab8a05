package dev.causality.faults.proxy.toxic;

import dev.causality.faults.proxy.engine.ConnectionInfo;
import dev.causality.faults.proxy.run.Evidence;

/** What one stage leaves behind as evidence: a line for its first act, a count for the others. For one thread. */
final class Mark {
    private final Source source;
    private boolean first = true;

    private Mark(Source source) {
        this.source = source;
    }

    /** A toxic's marks. */
    record Source(Evidence evidence, String fault) {
        Mark mark() {
            return new Mark(this);
        }
    }

    void hit(ConnectionInfo connection, String what) {
        if (first) {
            first = false;
            source.evidence.applied(source.fault, connection, what);
        } else {
            source.evidence.applied(source.fault);
        }
    }
}
