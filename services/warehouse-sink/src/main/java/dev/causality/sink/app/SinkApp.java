package dev.causality.sink.app;

import dev.causality.adapters.nats.NatsConfig;
import dev.causality.adapters.nats.NatsStreams;
import dev.causality.adapters.parquet.ParquetEncoders;
import dev.causality.adapters.s3.S3Store;
import dev.causality.adapters.s3.S3Stores;
import dev.causality.kernel.Deadline;
import dev.causality.kernel.Kernel;
import dev.causality.kernel.Service;
import dev.causality.kernel.process.StartContext;
import dev.causality.kernel.telemetry.Gauge;
import dev.causality.ports.PortException;
import dev.causality.sink.core.SinkPorts;
import dev.causality.sink.core.WarehouseSink;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The core with its connections, as one service. */
final class SinkApp implements Service {

    private static final Logger LOG = LoggerFactory.getLogger(SinkApp.class);

    private static final Duration STORE_CHECK = Duration.ofSeconds(30);

    /** Of the time that stopping may take, what is left for closing connections. */
    private static final Duration CLOSING = Duration.ofMillis(500);

    private final NatsStreams streams;
    private final S3Store store;
    private final WarehouseSink sink;

    private SinkApp(NatsStreams streams, S3Store store, WarehouseSink sink) {
        this.streams = streams;
        this.store = store;
        this.sink = sink;
    }

    /** Checks the store, connects, starts. What has begun is ended again if that fails. */
    static SinkApp start(StartContext context, AppSettings settings) {
        Kernel kernel = context.kernel();
        S3Store store = S3Stores.open(settings.s3(), kernel);
        try {
            check(store, settings, kernel);
            String servers = settings.natsServers().stream().map(URI::toString).collect(Collectors.joining(","));
            NatsStreams streams = NatsStreams.connect(
                    NatsConfig.of(servers, "causality-warehouse-sink"), kernel, context.telemetry()::reconnected);
            context.telemetry().observe(Gauge.NATS_CONNECTED, () -> streams.connected() ? 1 : 0);
            try {
                SinkPorts ports = new SinkPorts(
                        streams, store, ParquetEncoders.create(settings.compression()), context.telemetry());
                return new SinkApp(streams, store, WarehouseSink.start(kernel, ports, settings.core()));
            } catch (RuntimeException e) {
                streams.close();
                throw e;
            }
        } catch (RuntimeException e) {
            store.close();
            throw e;
        }
    }

    private static void check(S3Store store, AppSettings settings, Kernel kernel) {
        S3Store.Capabilities capabilities =
                store.check(settings.core().warehouse().prefix(), kernel.deadlineIn(STORE_CHECK));
        if (!capabilities.conditionalPut() && !settings.allowUnconditionalPut()) {
            throw new PortException("the object store at " + settings.s3().endpoint()
                    + " does not honour 'If-None-Match: *', so rows could be stored twice: use another store,"
                    + " or accept that with S3_ALLOW_UNCONDITIONAL_PUT=true");
        }
        if (!capabilities.conditionalPut()) {
            LOG.warn("the object store has no conditional PUT: rows may be stored twice");
        }
    }

    @Override
    public Optional<String> notReady() {
        return sink.notReady();
    }

    @Override
    public Optional<String> failure() {
        return sink.failure();
    }

    @Override
    public Optional<String> stop(Deadline deadline) {
        Optional<String> undone = sink.stop(new Deadline(deadline.nanoTime() - CLOSING.toNanos()));
        streams.close();
        store.close();
        return undone;
    }
}
