package dev.causality.faults.plan;

/**
 * Faults of a connection as a stream of bytes, whatever they mean. The first eight are Toxiproxy's and behave as they do
 * there. A link is what a proxy listens for, or in the simulation the way of one process to one server.
 */
public sealed interface LinkFault extends Fault {

    /** The direction, and the share of connections. */
    Reach reach();

    /** Bytes arrive later by {@code latencyMillis}, plus or minus up to {@code jitterMillis}, in their order. */
    record Latency(Reach reach, long latencyMillis, long jitterMillis) implements LinkFault {
        public Latency {
            reach = Reach.orDefault(reach);
            Check.notNegative(latencyMillis, "latencyMillis");
            Check.notNegative(jitterMillis, "jitterMillis");
        }
    }

    /**
     * No more than so many bytes a second.
     *
     * @param kilobytesPerSecond thousands of bytes; 0 passes nothing
     * @param shared by all connections of the link together, else for each
     */
    record Bandwidth(Reach reach, long kilobytesPerSecond, boolean shared) implements LinkFault {
        public Bandwidth {
            reach = Reach.orDefault(reach);
            Check.notNegative(kilobytesPerSecond, "kilobytesPerSecond");
        }
    }

    /** The end of the stream is passed on late. */
    record SlowClose(Reach reach, long delayMillis) implements LinkFault {
        public SlowClose {
            reach = Reach.orDefault(reach);
            Check.notNegative(delayMillis, "delayMillis");
        }
    }

    /** Nothing passes, and the connection is closed after {@code timeoutMillis}; 0 for never. Healing closes it. */
    record Timeout(Reach reach, long timeoutMillis) implements LinkFault {
        public Timeout {
            reach = Reach.orDefault(reach);
            Check.notNegative(timeoutMillis, "timeoutMillis");
        }
    }

    /** Nothing passes, and {@code timeoutMillis} after the first bytes came the connection is reset, with an RST. */
    record ResetPeer(Reach reach, long timeoutMillis) implements LinkFault {
        public ResetPeer {
            reach = Reach.orDefault(reach);
            Check.notNegative(timeoutMillis, "timeoutMillis");
        }
    }

    /**
     * Bytes arrive in pieces.
     *
     * @param averageSize bytes of a piece on average
     * @param sizeVariation how far a piece's size may be from the average; less than it
     * @param delayMicros between two pieces
     */
    record Slicer(Reach reach, long averageSize, long sizeVariation, long delayMicros) implements LinkFault {
        public Slicer {
            reach = Reach.orDefault(reach);
            Check.notNegative(averageSize, "averageSize");
            Check.notNegative(sizeVariation, "sizeVariation");
            Check.notNegative(delayMicros, "delayMicros");
        }
    }

    /** The connection is closed after so many bytes. */
    record LimitData(Reach reach, long bytes) implements LinkFault {
        public LimitData {
            reach = Reach.orDefault(reach);
            Check.notNegative(bytes, "bytes");
        }
    }

    /** The link is down: connections are refused, open ones are closed. The reach is all. */
    record Down() implements LinkFault {
        @Override
        public Reach reach() {
            return Reach.DOWNSTREAM;
        }
    }

    /** One byte in {@code oneIn}, on average, arrives changed. Which ones depends on their offset, not on timing. */
    record Corrupt(Reach reach, long oneIn) implements LinkFault {
        public Corrupt {
            reach = Reach.orDefault(reach);
            Check.positive(oneIn, "oneIn");
        }
    }

    /** The first {@code count} connections after the fault began are reset as soon as they are made. */
    record DropConnections(long count) implements LinkFault {
        public DropConnections {
            Check.positive(count, "count");
        }

        @Override
        public Reach reach() {
            return Reach.DOWNSTREAM;
        }
    }

    /** Each connection is cut {@code afterMillis} after it was made, or after the fault began if that is later. */
    record CutAfter(Reach reach, long afterMillis, boolean reset) implements LinkFault {
        public CutAfter {
            reach = Reach.orDefault(reach);
            Check.notNegative(afterMillis, "afterMillis");
        }
    }

    /** Bytes of this direction vanish, its end too; the other direction passes. Healing lets later bytes pass. */
    record BlackHole(Reach reach) implements LinkFault {
        public BlackHole {
            reach = Reach.orDefault(reach);
        }
    }

    /**
     * The receiver of this direction is cut off for good while the sender's side stays open: what the sender writes is
     * taken and vanishes, nothing ever comes back. A peer whose machine lost power looks like this.
     */
    record HalfOpen(Reach reach) implements LinkFault {
        public HalfOpen {
            reach = Reach.orDefault(reach);
        }
    }
}
