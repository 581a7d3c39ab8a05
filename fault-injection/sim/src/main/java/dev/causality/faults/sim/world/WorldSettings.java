package dev.causality.faults.sim.world;

import dev.causality.faults.sim.world.jetstream.StreamServer.ServerSettings;
import java.time.Duration;

/**
 * How far away the servers are and how they are set.
 *
 * @param messages the way to the message server, one direction
 * @param store the way to the object store, one direction
 * @param storeWork how long the store takes for a request
 * @param server the message server's own settings
 * @param conditionalPut whether the store understands "only if there is none"
 */
public record WorldSettings(Span messages, Span store, Span storeWork, ServerSettings server, boolean conditionalPut) {

    /** Servers in the same building. */
    public static final WorldSettings NEAR = new WorldSettings(
            Span.ofMicros(50, 500),
            Span.ofMicros(100, 1_000),
            Span.ofMicros(1_000, 20_000),
            ServerSettings.DEFAULT,
            true);

    /** The same with another server. */
    public WorldSettings with(ServerSettings newServer) {
        return new WorldSettings(messages, store, storeWork, newServer, conditionalPut);
    }

    /** The same with a store that ignores conditions. */
    public WorldSettings withoutConditionalPut() {
        return new WorldSettings(messages, store, storeWork, server, false);
    }

    /** A length of time that is drawn anew each time, evenly. */
    public record Span(Duration shortest, Duration longest) {
        public Span {
            if (shortest.isNegative() || longest.compareTo(shortest) < 0) {
                throw new IllegalArgumentException("from " + shortest + " to " + longest + " is no span of time");
            }
        }

        public static Span ofMicros(long shortest, long longest) {
            return new Span(Duration.ofNanos(shortest * 1_000), Duration.ofNanos(longest * 1_000));
        }
    }
}
