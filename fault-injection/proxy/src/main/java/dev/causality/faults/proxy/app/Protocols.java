package dev.causality.faults.proxy.app;

import dev.causality.faults.proxy.ProtocolSupport;
import dev.causality.faults.proxy.protocol.http.HttpObserver;
import dev.causality.faults.proxy.protocol.http.HttpSupport;
import dev.causality.faults.proxy.protocol.nats.NatsObserver;
import dev.causality.faults.proxy.protocol.nats.NatsSupport;
import dev.causality.faults.proxy.protocol.redis.RedisObserver;
import dev.causality.faults.proxy.protocol.redis.RedisSupport;
import dev.causality.faults.proxy.tap.Taps;
import java.util.List;
import java.util.function.Function;

/** The protocols that a proxy can name. */
final class Protocols {
    private Protocols() {}

    /** With faults, and nobody who looks on. */
    static List<ProtocolSupport> untapped() {
        return all(_ -> new NatsObserver() {}, _ -> new HttpObserver() {}, _ -> new RedisObserver() {});
    }

    /**
     * With taps.
     *
     * @param nats makes those of NATS, given the proxy's name
     */
    static List<ProtocolSupport> with(Taps taps, Function<String, NatsObserver> nats) {
        return all(nats, taps::s3, taps::redis);
    }

    private static List<ProtocolSupport> all(
            Function<String, NatsObserver> nats,
            Function<String, HttpObserver> s3,
            Function<String, RedisObserver> redis) {
        return List.of(
                new NatsSupport(nats),
                new HttpSupport("s3", s3),
                new HttpSupport("http", _ -> new HttpObserver() {}),
                new RedisSupport(redis));
    }
}
