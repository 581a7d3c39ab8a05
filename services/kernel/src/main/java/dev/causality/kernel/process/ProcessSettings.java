package dev.causality.kernel.process;

import dev.causality.kernel.logging.LogFormat;
import dev.causality.kernel.logging.LogLevel;
import dev.causality.kernel.settings.Address;
import dev.causality.kernel.settings.Settings;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * The settings that every process has, and those of its service.
 *
 * @param shutdownTimeout from the signal to the end of the process, at most
 */
public record ProcessSettings<C>(
        LogLevel logLevel, LogFormat logFormat, Address metricsAddress, Duration shutdownTimeout, C service) {

    private static final Duration SHORTEST_SHUTDOWN = Duration.ofSeconds(1);
    private static final Duration LONGEST_SHUTDOWN = Duration.ofHours(1);

    /**
     * Reads SHUTDOWN_TIMEOUT, for a service that must fit it to its other settings.
     *
     * @param defaultText the same default as in the service's definition
     */
    public static Duration shutdownTimeout(Settings settings, String defaultText) {
        return settings.duration(
                        "SHUTDOWN_TIMEOUT", "Time from the signal to stop until the process has ended, at most.")
                .between(SHORTEST_SHUTDOWN, LONGEST_SHUTDOWN)
                .or(defaultText);
    }

    static <C> Supplier<ProcessSettings<C>> declare(Settings settings, ServiceDefinition<C> definition) {
        LogLevel level = settings.enumeration("LOG_LEVEL", LogLevel.class, "Log lines of this severity and above.")
                .or("info");
        LogFormat format = settings.enumeration("LOG_FORMAT", LogFormat.class, "Log lines for machines or for people.")
                .or("json");
        Address metrics = settings.address("METRICS_ADDR", "Where /metrics, /health and /ready are served.")
                .or(definition.metricsAddress());
        Duration timeout = shutdownTimeout(settings, definition.shutdownTimeout());
        Supplier<C> service = definition.settings().apply(settings);
        return () -> new ProcessSettings<>(level, format, metrics, timeout, service.get());
    }
}
