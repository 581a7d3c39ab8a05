package dev.causality.kernel.settings;

/**
 * Where a server listens or is reached.
 *
 * @param host a name or address without brackets; empty means every interface
 * @param port 0 to 65535; 0 lets the system choose
 */
public record Address(String host, int port) {

    private static final int MAX_PORT = 65_535;
    private static final String EVERY_INTERFACE = "0.0.0.0";

    public Address {
        if (port < 0 || port > MAX_PORT) {
            throw new IllegalArgumentException("a port lies between 0 and " + MAX_PORT + ", not at " + port);
        }
    }

    /** The host to bind to. */
    public String bindHost() {
        return host.isEmpty() ? EVERY_INTERFACE : host;
    }

    /** Reads ":8080", "host:8080", "127.0.0.1:8080" or "[::1]:8080". */
    static Address parse(String text) {
        int colon = text.lastIndexOf(':');
        if (colon < 0) {
            throw new IllegalArgumentException("no port");
        }
        return new Address(host(text.substring(0, colon)), Integer.parseInt(text.substring(colon + 1)));
    }

    private static String host(String text) {
        boolean bracketed = text.startsWith("[") && text.endsWith("]");
        String host = bracketed ? text.substring(1, text.length() - 1) : text;
        if (!host.matches("[A-Za-z0-9._-]*") && !(bracketed && host.matches("[0-9a-fA-F:.]+"))) {
            throw new IllegalArgumentException("no host");
        }
        return host;
    }

    @Override
    public String toString() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
}
