package dev.causality.faults.plan;

/** Faults inside servers, which only a simulated server can be asked for. */
public sealed interface WorldFault extends Fault {

    /**
     * The stream's server is away and comes back at the end of the schedule.
     *
     * @param losesUnsynced what it confirmed and had not yet written to disk is gone: a power cut, not a killed process
     */
    record StreamRestart(boolean losesUnsynced) implements WorldFault {}

    /**
     * An operator deletes a stream with its consumers. At the end of the schedule it is made again by the same settings, if
     * nobody has done so by then: empty, its sequences from 1 on.
     */
    record StreamDeletion(String stream) implements WorldFault {
        public StreamDeletion {
            Check.text(stream, "stream");
        }
    }

    /** A PUT whose outcome is unknown to the client is carried out {@code delayMillis} later. */
    record LatePut(Occurrence which, long delayMillis) implements WorldFault {
        public LatePut {
            which = Occurrence.orAll(which);
            Check.notNegative(delayMillis, "delayMillis");
        }
    }
}
