package dev.causality.sink.core;

import dev.causality.kernel.telemetry.Telemetry;
import dev.causality.ports.EventStreams;
import dev.causality.ports.ObjectStore;
import dev.causality.ports.WarehouseEncoder;

/** What the sink needs of the world outside. */
public record SinkPorts(EventStreams streams, ObjectStore store, WarehouseEncoder encoder, Telemetry telemetry) {}
