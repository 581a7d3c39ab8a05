package dev.causality.faults.proxy.app;

import dev.causality.checkers.history.HistoryWriter;
import dev.causality.faults.proxy.ProtocolSupport;
import dev.causality.faults.proxy.protocol.http.HttpObserver;
import dev.causality.faults.proxy.protocol.http.HttpSupport;
import dev.causality.faults.proxy.protocol.nats.NatsObserver;
import dev.causality.faults.proxy.protocol.nats.NatsSupport;
import dev.causality.faults.proxy.protocol.redis.RedisObserver;
import dev.causality.faults.proxy.protocol.redis.RedisSupport;
import dev.causality.faults.proxy.tap.Taps;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The protocols that a proxy can name, with taps when there is a history to write. */
final class Protocols {
    private Protocols() {}

    /** @param history null for faults without taps */
    static List<ProtocolSupport> with(@Nullable HistoryWriter history) {
        if (history == null) {
            return List.of(
                    new NatsSupport(_ -> new NatsObserver() {}),
                    new HttpSupport("s3", _ -> new HttpObserver() {}),
                    new HttpSupport("http", _ -> new HttpObserver() {}),
                    new RedisSupport(_ -> new RedisObserver() {}));
        }
        Taps taps = new Taps(history, null);
        return List.of(
                new NatsSupport(taps::nats),
                new HttpSupport("s3", taps::s3),
                new HttpSupport("http", _ -> new HttpObserver() {}),
                new RedisSupport(taps::redis));
    }
}
