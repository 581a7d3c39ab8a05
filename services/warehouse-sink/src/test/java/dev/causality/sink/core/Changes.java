package dev.causality.sink.core;

import dev.causality.sink.config.SinkConfig;
import java.time.Duration;
import java.util.function.UnaryOperator;

/** Changes to a test's standard settings. */
final class Changes {

    private Changes() {}

    static UnaryOperator<SinkConfig> flushAfter(Duration interval) {
        return batching(b -> new SinkConfig.Batching(
                b.workers(),
                b.fetchBatchSize(),
                b.maxEvents(),
                interval,
                b.bufferMaxBytes(),
                b.maxEventBytes(),
                b.uploadConcurrency()));
    }

    static UnaryOperator<SinkConfig> bufferBytes(long bytes) {
        return batching(b -> new SinkConfig.Batching(
                b.workers(),
                b.fetchBatchSize(),
                b.maxEvents(),
                b.flushInterval(),
                bytes,
                b.maxEventBytes(),
                b.uploadConcurrency()));
    }

    static UnaryOperator<SinkConfig> outageBudget(Duration budget) {
        return config -> new SinkConfig(
                config.streams(),
                config.delivery(),
                config.batching(),
                new SinkConfig.Warehouse(
                        config.warehouse().prefix(),
                        config.warehouse().deadPrefix(),
                        config.warehouse().attemptTimeout(),
                        budget),
                config.keeper(),
                config.shutdownTimeout());
    }

    static UnaryOperator<SinkConfig> maxAckPending(int messages) {
        return config -> new SinkConfig(
                config.streams(),
                new SinkConfig.Delivery(
                        config.delivery().consumer(),
                        config.delivery().ackWait(),
                        messages,
                        config.delivery().maxDeliver(),
                        config.delivery().deadAfter(),
                        config.delivery().instances(),
                        config.delivery().retryDelay(),
                        config.delivery().retryDelayMax()),
                config.batching(),
                config.warehouse(),
                config.keeper(),
                config.shutdownTimeout());
    }

    private static UnaryOperator<SinkConfig> batching(UnaryOperator<SinkConfig.Batching> change) {
        return config -> new SinkConfig(
                config.streams(),
                config.delivery(),
                change.apply(config.batching()),
                config.warehouse(),
                config.keeper(),
                config.shutdownTimeout());
    }
}
