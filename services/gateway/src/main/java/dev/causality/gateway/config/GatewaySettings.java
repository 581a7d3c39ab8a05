package dev.causality.gateway.config;

import dev.causality.kernel.settings.Settings;
import java.net.URI;
import java.util.List;
import java.util.function.Supplier;

/**
 * All settings of the gateway's process besides those that every process has.
 *
 * @param natsServers the servers to connect to, any of them
 */
public record GatewaySettings(GatewayConfig core, HttpConfig http, List<URI> natsServers) {

    /** Declares them. */
    public static Supplier<GatewaySettings> declare(Settings settings) {
        Supplier<HttpConfig> http = HttpConfig.declare(settings);
        List<URI> servers =
                settings.urls("NATS_URL", "The NATS servers.", "nats", "tls").or("nats://localhost:4222");
        Supplier<GatewayConfig> core = GatewayConfig.declare(settings);
        return () -> new GatewaySettings(core.get(), http.get(), servers);
    }
}
