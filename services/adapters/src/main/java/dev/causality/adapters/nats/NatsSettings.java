package dev.causality.adapters.nats;

import dev.causality.kernel.settings.Settings;
import java.net.URI;
import java.util.List;

/** The settings that say where the NATS servers are. */
public final class NatsSettings {
    private NatsSettings() {}

    /** Declares the servers to connect to, any of them. */
    public static List<URI> servers(Settings settings) {
        return settings.urls("NATS_URL", "The NATS servers.", "nats", "tls").or("nats://localhost:4222");
    }
}
