package dev.causality.sink.core;

import dev.causality.kernel.Kernel;
import dev.causality.kernel.telemetry.Telemetry;
import dev.causality.ports.EventStreams;
import dev.causality.sink.config.SinkConfig;

/** What the workers of one process share. */
record SinkParts(
        Kernel kernel,
        EventStreams streams,
        SinkConfig config,
        RowStore rowStore,
        Burial burial,
        StoreGate storeGate,
        Health health,
        Load load,
        Telemetry telemetry) {}
