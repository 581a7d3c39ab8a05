package dev.causality.conformance.contract.differential;

import java.util.ArrayList;
import java.util.List;

/**
 * A step as one side played it. Moments are nanoseconds on the run's own clock, by which each step has the same moment on
 * both sides.
 *
 * @param answer to the operation
 * @param doneAt when the operation was known to be done
 * @param arrivals in order, from the step's moment up to that of the next
 */
record Played(String answer, long doneAt, List<Arrival> arrivals) {

    /** Something that came by itself. */
    record Arrival(long at, String what) {}

    /** What could be observed, without when. */
    List<String> observed() {
        List<String> all = new ArrayList<>();
        all.add(answer);
        arrivals.forEach(arrival -> all.add(arrival.what()));
        return all;
    }
}
