package dev.causality.conformance.contract.differential;

import java.util.List;

/** A server with one stream and one consumer, simulated or real. */
interface Subject {

    /**
     * Does the step at its moment, and waits for the end of its time.
     *
     * @return what could be observed: the answer to the operation first, then what arrived, in order
     */
    List<String> run(Step step);
}
