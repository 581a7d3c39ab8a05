package dev.causality.faults.proxy.engine;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;

/**
 * An address as people write it: {@code host:port}, {@code [::1]:port}, or {@code :port} for all interfaces.
 *
 * @param host a name or an address without brackets; empty for all interfaces
 */
public record HostPort(String host, int port) {
    private static final int MAX_PORT = 65_535;

    public HostPort {
        if (port < 0 || port > MAX_PORT) {
            throw new IllegalArgumentException("invalid port " + port);
        }
    }

    /** @throws IllegalArgumentException when it is no address with a port */
    public static HostPort parse(String text) {
        int colon = text.lastIndexOf(':');
        if (colon < 0) {
            throw new IllegalArgumentException("address " + text + ": missing port in address");
        }
        String host = text.substring(0, colon);
        if (host.startsWith("[") && host.endsWith("]")) {
            host = host.substring(1, host.length() - 1);
        } else if (host.contains(":")) {
            throw new IllegalArgumentException("address " + text + ": too many colons in address");
        }
        try {
            return new HostPort(host, Integer.parseInt(text.substring(colon + 1)));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("address " + text + ": invalid port", e);
        }
    }

    /** The address of an open socket. */
    static HostPort of(InetSocketAddress address) {
        return new HostPort(address.getAddress().getHostAddress(), address.getPort());
    }

    /** Whether finding the address may take a name server, and so a while. */
    boolean needsLookup() {
        if (host.isEmpty()) {
            return false;
        }
        try {
            InetAddress.ofLiteral(host);
            return false;
        } catch (IllegalArgumentException isName) {
            return true;
        }
    }

    /** Looks the host up, which may block. */
    public InetSocketAddress resolve() throws UnknownHostException {
        return host.isEmpty() ? new InetSocketAddress(port) : new InetSocketAddress(InetAddress.getByName(host), port);
    }

    /** As it is written, with an IPv6 address in brackets. */
    @Override
    public String toString() {
        boolean brackets = host.contains(":") && !host.startsWith("[");
        return (brackets ? "[" + host + "]" : host) + ":" + port;
    }

    /** How Go, and so Toxiproxy, writes the address of a listening socket. */
    static String bound(InetSocketAddress address) {
        if (address.getAddress().isAnyLocalAddress()) {
            return "[::]:" + address.getPort();
        }
        String host = address.getAddress().getHostAddress();
        return address.getAddress() instanceof Inet6Address
                ? "[" + host + "]:" + address.getPort()
                : host + ":" + address.getPort();
    }
}
