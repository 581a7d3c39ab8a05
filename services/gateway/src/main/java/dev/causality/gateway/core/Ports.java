package dev.causality.gateway.core;

import dev.causality.kernel.telemetry.Telemetry;
import dev.causality.ports.EventStreams;

/** What the gateway needs of the outside. */
public record Ports(EventStreams streams, Telemetry telemetry) {}
