package dev.causality.conformance.simulation;

import dev.causality.faults.sim.SimKernel;
import dev.causality.faults.sim.SimProcess;
import dev.causality.faults.sim.Simulation;
import dev.causality.kernel.telemetry.Part;
import dev.causality.kernel.telemetry.Telemetry;
import dev.causality.ports.WarehouseEncoder;
import dev.causality.sink.config.SinkConfig;
import dev.causality.sink.core.SinkPorts;
import dev.causality.sink.core.WarehouseSink;

/** A process that runs the warehouse sink, with the capture of dead letters and the keeper in it. */
final class SinkHost extends Host {

    private final Connections connections;
    private final WarehouseEncoder encoder;
    private final SinkConfig config;
    private final Tap tap;

    SinkHost(
            Simulation simulation,
            Recorder recorder,
            SimProcess process,
            Connections connections,
            Truth truth,
            Encoding encoding,
            Tuning tuning,
            SinkConfig config,
            Scheduling scheduling) {
        super(simulation, recorder, process, "sink", config.shutdownTimeout());
        this.connections = connections;
        this.encoder = encoding.encoder();
        this.config = config;
        this.tap = new Tap(truth, process, tuning, scheduling.reaction());
    }

    @Override
    Running open(SimKernel kernel) {
        tap.processStarted();
        Telemetry telemetry = Telemetry.of(kernel, Part.STREAM, Part.STORE, Part.SINK, Part.DEAD_LETTERS, Part.KEEPER);
        SinkPorts ports = new SinkPorts(
                new TappedStreams(connections.streams(kernel), tap), connections.store(kernel), encoder, telemetry);
        return new Running(WarehouseSink.start(kernel, ports, config), telemetry);
    }

    @Override
    void resumed() {
        tap.processResumed();
    }

    Tap tap() {
        return tap;
    }
}
