package dev.causality.kernel;

import java.util.Optional;

/** A started service core, as the process around it (or the simulation) sees it. Safe for use by several tasks. */
public interface Service {

    /** Why the service cannot do its job at the moment; empty when it can. Answers {@code /ready}. */
    Optional<String> notReady();

    /** What broke the service for good; empty while it works. Answers {@code /health}, and ends the process. */
    Optional<String> failure();

    /**
     * Stops taking new work, finishes what was begun, lets go of everything.
     *
     * @return empty when all of it was finished by the deadline, else what was left undone (nothing of it is lost)
     */
    Optional<String> stop(Deadline deadline);
}
