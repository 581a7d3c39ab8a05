package dev.causality.adapters.nats;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Which servers, and how to talk to them.
 *
 * @param servers addresses such as {@code nats://host:4222}, any of them; further ones of the cluster are learnt from it
 * @param connectionName what the server's monitoring calls this connection
 * @param connectTimeout how long one attempt to connect may take
 * @param requestTimeout how long one request waits for its answer before it is made again, within the caller's deadline
 * @param pingInterval how often a silent server is asked whether it is there; it counts as lost after three
 * @param maxOutgoingBytes how much may be published and not yet confirmed; more waits
 */
public record NatsConfig(
        List<String> servers,
        String connectionName,
        NatsCredentials credentials,
        Duration connectTimeout,
        Duration requestTimeout,
        Duration pingInterval,
        long maxOutgoingBytes) {

    /** Less could not hold a few of the largest messages (1 MiB by default) at once. */
    private static final long MIN_OUTGOING_BYTES = 4L * 1024 * 1024;

    private static final long MAX_OUTGOING_BYTES = 1024L * 1024 * 1024;
    private static final long DEFAULT_OUTGOING_BYTES = 32L * 1024 * 1024;
    private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(2);
    private static final Pattern USER_INFO = Pattern.compile("://[^/\\s]*@");
    private static final Set<String> SCHEMES = Set.of("nats", "tls", "ws", "wss");

    /** @throws IllegalArgumentException naming every setting that is wrong, in one message */
    public NatsConfig {
        servers = List.copyOf(servers);
        List<String> errors = new ArrayList<>();
        if (servers.isEmpty()) {
            errors.add("NATS_URL must name at least one server");
        }
        servers.stream()
                .filter(server -> !isAddress(server))
                .forEach(server -> errors.add(
                        "NATS_URL must be a URL such as nats://localhost:4222, not '" + withoutUserInfo(server) + "'"));
        if (connectionName.isBlank()) {
            errors.add("the NATS connection needs a name");
        }
        requirePositive(errors, "connect timeout", connectTimeout);
        requirePositive(errors, "request timeout", requestTimeout);
        requirePositive(errors, "ping interval", pingInterval);
        if (maxOutgoingBytes < MIN_OUTGOING_BYTES || maxOutgoingBytes > MAX_OUTGOING_BYTES) {
            errors.add("the NATS outgoing limit must be " + MIN_OUTGOING_BYTES + " to " + MAX_OUTGOING_BYTES
                    + " bytes, not " + maxOutgoingBytes);
        }
        if (!errors.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", errors));
        }
    }

    /** The defaults, for the addresses in {@code urls}, separated by commas. */
    public static NatsConfig of(String urls, String connectionName) {
        List<String> servers = Arrays.stream(urls.split(","))
                .map(String::strip)
                .filter(url -> !url.isEmpty())
                .toList();
        return new NatsConfig(
                servers,
                connectionName,
                new NatsCredentials.None(),
                DEFAULT_TIMEOUT,
                DEFAULT_TIMEOUT,
                DEFAULT_TIMEOUT,
                DEFAULT_OUTGOING_BYTES);
    }

    /** The same with credentials. */
    public NatsConfig withCredentials(NatsCredentials changed) {
        return new NatsConfig(
                servers, connectionName, changed, connectTimeout, requestTimeout, pingInterval, maxOutgoingBytes);
    }

    /** The same with other timeouts. */
    public NatsConfig withTimeouts(Duration connect, Duration request, Duration ping) {
        return new NatsConfig(servers, connectionName, credentials, connect, request, ping, maxOutgoingBytes);
    }

    /** The same with another limit for what is published and not yet confirmed. */
    public NatsConfig withMaxOutgoingBytes(long changed) {
        return new NatsConfig(
                servers, connectionName, credentials, connectTimeout, requestTimeout, pingInterval, changed);
    }

    /** The addresses as they may be printed. */
    List<String> printableServers() {
        return servers.stream().map(NatsConfig::withoutUserInfo).toList();
    }

    /** A text without the users and passwords that the addresses in it may carry. */
    static String withoutUserInfo(String text) {
        return USER_INFO.matcher(text).replaceAll("://");
    }

    @Override
    public String toString() {
        return "NatsConfig[servers=" + printableServers() + ", connectionName=" + connectionName + "]";
    }

    private static boolean isAddress(String server) {
        try {
            URI uri = new URI(server);
            return SCHEMES.contains(String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT)) && uri.getHost() != null;
        } catch (URISyntaxException malformed) {
            return false;
        }
    }

    private static void requirePositive(List<String> errors, String name, Duration duration) {
        if (!duration.isPositive()) {
            errors.add("the NATS " + name + " must be positive, not " + duration);
        }
    }
}
