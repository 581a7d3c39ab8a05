package dev.causality.adapters.s3;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;

/**
 * A loopback port that refuses every connection: it is taken, so that nobody else can get it meanwhile, and nobody
 * listens on it.
 */
final class DeafPort implements AutoCloseable {
    private final Socket taken = new Socket();

    DeafPort() throws IOException {
        taken.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    }

    URI endpoint() {
        return URI.create("http://127.0.0.1:" + taken.getLocalPort());
    }

    @Override
    public void close() throws IOException {
        taken.close();
    }
}
