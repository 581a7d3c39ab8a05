package dev.causality.conformance.contract.differential;

/** A server with one stream and one consumer, simulated or real. */
interface Subject {

    /** Does the step at its moment, and waits for the end of its time. */
    Played run(Step step);
}
