package dev.causality.conformance.system.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Free loopback ports for services. They lie below the range from which outgoing connections take theirs, so that a
 * service that is down for a moment finds its port free again.
 */
final class LoopbackPorts {
    private static final int LOWEST = 20_000;
    private static final int END = 32_000;
    private static final int TRIES = 200;

    private LoopbackPorts() {}

    static int next() {
        IOException last = null;
        for (int i = 0; i < TRIES; i++) {
            int port = ThreadLocalRandom.current().nextInt(LOWEST, END);
            try (ServerSocket _ = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return port;
            } catch (IOException e) {
                last = e;
            }
        }
        throw new UncheckedIOException(
                "no free loopback port", last == null ? new IOException("none was tried") : last);
    }
}
