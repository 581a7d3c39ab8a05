package dev.causality.gateway.app;

import dev.causality.gateway.config.GatewaySettings;
import dev.causality.kernel.process.ServiceDefinition;
import dev.causality.kernel.process.ServiceProcess;
import dev.causality.kernel.telemetry.Part;
import java.util.List;

/** The gateway's main program. */
public final class Main {

    private Main() {}

    /** Runs the gateway until it is told to stop. */
    public static void main(String[] args) {
        ServiceProcess.run(args, definition());
    }

    static ServiceDefinition<GatewaySettings> definition() {
        return new ServiceDefinition<>(
                "gateway",
                "Takes events in over HTTP and publishes them into the stream.",
                ":9092",
                "30s",
                List.of(Part.STREAM, Part.GATEWAY),
                GatewaySettings::declare,
                GatewayApp::start);
    }
}
