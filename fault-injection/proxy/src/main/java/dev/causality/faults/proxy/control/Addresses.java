package dev.causality.faults.proxy.control;

import dev.causality.faults.proxy.engine.HostPort;
import java.net.InetAddress;
import java.net.UnknownHostException;

/** Compares addresses by what they mean. */
final class Addresses {
    private Addresses() {}

    /** Whether two addresses are the same one: {@code localhost:80} is {@code 127.0.0.1:80}. */
    static boolean same(String one, String other) {
        if (one.equals(other)) {
            return true;
        }
        try {
            HostPort first = HostPort.parse(one);
            HostPort second = HostPort.parse(other);
            return first.port() == second.port() && find(first.host()).equals(find(second.host()));
        } catch (IllegalArgumentException | UnknownHostException e) {
            return false;
        }
    }

    private static InetAddress find(String host) throws UnknownHostException {
        return InetAddress.getByName(host.isEmpty() ? "::" : host);
    }
}
