package dev.causality.kernel.http;

import java.util.Optional;

/** How a process is doing, as probes ask for it. Safe for use by several threads; answers at once. */
public interface ProcessCondition {

    /** Why the process does not work and should be replaced; empty while it works. */
    Optional<String> unhealthy();

    /** Why the process should get no work now; empty when it can do its job. */
    Optional<String> notReady();
}
