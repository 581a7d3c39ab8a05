package dev.causality.gateway.config;

import dev.causality.kernel.settings.Address;
import dev.causality.kernel.settings.Settings;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * The HTTP server around the gateway's core.
 *
 * @param maxConnections connections at once; further ones wait until one is closed
 * @param idleTimeout after what time an unused connection is closed
 */
public record HttpConfig(Address address, int maxConnections, Duration idleTimeout) {

    /** Declares the settings that it is made from. */
    public static Supplier<HttpConfig> declare(Settings settings) {
        Address address =
                settings.address("HTTP_ADDR", "Where the API is served.").or(":8080");
        int connections = settings.integer(
                        "MAX_CONNECTIONS", "Client connections at once; further ones wait. Each takes about 25 kB.")
                .between(1, 1_000_000)
                .or("4096");
        Duration idle = settings.duration("IDLE_CONNECTION_TIMEOUT", "After what time an unused connection is closed.")
                .between(Duration.ofSeconds(1), Duration.ofHours(1))
                .or("60s");
        return () -> new HttpConfig(address, connections, idle);
    }
}
