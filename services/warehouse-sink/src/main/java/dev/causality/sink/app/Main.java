package dev.causality.sink.app;

import dev.causality.kernel.process.ServiceDefinition;
import dev.causality.kernel.process.ServiceProcess;
import dev.causality.kernel.telemetry.Part;
import java.util.List;

/** The sink's main program. */
public final class Main {

    private Main() {}

    /** Runs the sink until it is told to stop. */
    public static void main(String[] args) {
        ServiceProcess.run(args, definition());
    }

    static ServiceDefinition<AppSettings> definition() {
        return new ServiceDefinition<>(
                "warehouse-sink",
                "Writes events from the stream into Parquet files on S3, and acknowledges what is durable.",
                ":9090",
                AppSettings.SHUTDOWN_TIMEOUT,
                List.of(Part.STREAM, Part.STORE, Part.SINK, Part.DEAD_LETTERS, Part.KEEPER),
                AppSettings::declare,
                SinkApp::start);
    }
}
