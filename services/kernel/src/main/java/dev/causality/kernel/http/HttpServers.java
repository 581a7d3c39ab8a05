package dev.causality.kernel.http;

import dev.causality.kernel.settings.Address;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.WebServerConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** Starts Helidon servers the way a process of ours needs them. */
public final class HttpServers {

    private HttpServers() {}

    /**
     * Starts the server at {@code address}. It is not stopped by a shutdown hook: the service decides the order in which
     * its parts stop.
     *
     * @throws UncheckedIOException when the address cannot be listened on. (Helidon itself only logs that, and returns a
     *     server that does not run.)
     */
    public static WebServer start(WebServerConfig.Builder configuration, Address address) {
        WebServer server = configuration
                .host(address.bindHost())
                .port(address.port())
                .shutdownHook(false)
                .build()
                .start();
        if (!server.isRunning()) {
            throw refused(address);
        }
        return server;
    }

    /** Asks the system for the address once more, for its reason. */
    private static UncheckedIOException refused(Address address) {
        try (ServerSocket probe = new ServerSocket()) {
            probe.bind(new InetSocketAddress(address.bindHost(), address.port()));
            return new UncheckedIOException("cannot listen on " + address, new IOException("no reason is known"));
        } catch (IOException reason) {
            return new UncheckedIOException("cannot listen on " + address, reason);
        }
    }
}
