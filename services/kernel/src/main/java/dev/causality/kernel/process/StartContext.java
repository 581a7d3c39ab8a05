package dev.causality.kernel.process;

import dev.causality.kernel.Cancellation;
import dev.causality.kernel.Kernel;
import dev.causality.kernel.telemetry.Telemetry;

/**
 * What a process gives to the service that it starts.
 *
 * @param stopping comes when the process is told to stop, while the service starts or later
 */
public record StartContext(Kernel kernel, Telemetry telemetry, Cancellation stopping) {}
