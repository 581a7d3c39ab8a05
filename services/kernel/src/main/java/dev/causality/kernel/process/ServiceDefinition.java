package dev.causality.kernel.process;

import dev.causality.kernel.Service;
import dev.causality.kernel.settings.Settings;
import dev.causality.kernel.telemetry.Part;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What makes one service different from another, for {@link ServiceProcess}.
 *
 * @param name as in logs and help: lower case, words separated by '-'
 * @param description one sentence
 * @param metricsAddress default of METRICS_ADDR, where the ops server listens, such as ":9090"
 * @param shutdownTimeout default of SHUTDOWN_TIMEOUT, such as "30s"
 * @param parts the groups of metrics that the service has
 * @param settings declares the service's own settings and gives back how to build its record (see {@link Settings})
 * @param starter starts the service
 */
public record ServiceDefinition<C>(
        String name,
        String description,
        String metricsAddress,
        String shutdownTimeout,
        List<Part> parts,
        Function<Settings, Supplier<C>> settings,
        Starter<C> starter) {

    public ServiceDefinition {
        if (!name.matches("[a-z]+(-[a-z]+)*")) {
            throw new IllegalArgumentException("not a name of a service: " + name);
        }
        parts = List.copyOf(parts);
    }

    /** All settings of the process: its own and the service's. */
    public Function<Settings, Supplier<ProcessSettings<C>>> allSettings() {
        return declared -> ProcessSettings.declare(declared, this);
    }

    /** Builds adapters and starts the core. */
    @FunctionalInterface
    public interface Starter<C> {

        /**
         * Starts the service. Returns once it works; what it takes longer to reach, it reports as not ready.
         *
         * @param context holds a cancellation that comes when the process is told to stop while it starts
         * @throws Exception when it cannot start; the message names what is missing and the remedy
         */
        Service start(StartContext context, C config) throws Exception;
    }
}
