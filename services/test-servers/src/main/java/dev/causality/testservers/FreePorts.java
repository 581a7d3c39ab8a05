package dev.causality.testservers;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.IntSupplier;

/**
 * Loopback ports that nobody listens on at the moment, for a server that is told its port before it starts.
 *
 * <p>They lie below the range from which Linux takes the ports of outgoing connections (32768 and up), so that a
 * server that is down for a while finds its port free again. Another process may still be faster: whoever uses a port
 * from here tries another when the server cannot bind it.
 */
public final class FreePorts {
    private static final int LOWEST = 20_000;
    private static final int END = 32_000;
    private static final int TRIES = 100;

    private FreePorts() {}

    /** One of them. */
    public static int next() {
        return next(() -> ThreadLocalRandom.current().nextInt(LOWEST, END));
    }

    static int next(IntSupplier candidates) {
        for (int i = 0; i < TRIES; i++) {
            int port = candidates.getAsInt();
            if (isFree(port)) {
                return port;
            }
        }
        throw new ServerStartException("no free loopback port among " + TRIES + " tried");
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }
}
