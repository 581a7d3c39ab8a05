package dev.causality.adapters.nats;

import dev.causality.kernel.Deadline;
import dev.causality.kernel.Kernel;
import dev.causality.ports.ConsumerSpec;
import dev.causality.ports.DocumentBucket;
import dev.causality.ports.EventConsumer;
import dev.causality.ports.EventStream;
import dev.causality.ports.EventStreams;
import dev.causality.ports.StreamSpec;
import io.nats.client.support.JsonValue;
import java.time.Duration;

/**
 * The connection to NATS. Each connection lost is replaced by a new one, for ever; what was queued on the old one is not
 * sent on the new one.
 */
public final class NatsStreams implements EventStreams, AutoCloseable {

    /** What a server takes that nobody has configured otherwise. Known for certain once connected. */
    private static final long DEFAULT_MAX_PAYLOAD = 1024 * 1024;

    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(2);

    private final Connected nats;
    private final Setup setup;

    private NatsStreams(NatsConfig config, Kernel kernel, Runnable reconnected) {
        Link link = new Link(config, kernel, DEFAULT_MAX_PAYLOAD, reconnected);
        Api api = new Api(link, kernel, config.requestTimeout());
        this.nats = new Connected(kernel, link, api, new OutgoingLimit(kernel, config.maxOutgoingBytes()));
        this.setup = new Setup(nats);
    }

    /** Begins to connect, and returns at once: a server that is not there yet is waited for where it is needed. */
    public static NatsStreams connect(NatsConfig config, Kernel kernel) {
        return connect(config, kernel, () -> {});
    }

    /**
     * Like {@link #connect(NatsConfig, Kernel)}.
     *
     * @param reconnected called each time that a lost connection has been replaced; must not wait
     */
    public static NatsStreams connect(NatsConfig config, Kernel kernel, Runnable reconnected) {
        return new NatsStreams(config, kernel, reconnected);
    }

    @Override
    public EventStream open(StreamSpec spec, Deadline deadline) {
        Setup.requireName("stream", spec.name());
        JsonValue info = setup.createOrCheck(
                new Setup.Thing(
                        "stream " + spec.name(),
                        "STREAM.INFO." + spec.name(),
                        "STREAM.CREATE." + spec.name(),
                        StreamShape.create(spec),
                        config -> StreamShape.contradictions(spec, config)),
                deadline);
        return new NatsStream(nats, spec.name(), Setup.created(info));
    }

    /**
     * A stream that is there, whatever its settings.
     *
     * @throws dev.causality.ports.PortException when there is none, or none is known of by the deadline
     */
    public EventStream existing(String name, Deadline deadline) {
        Setup.requireName("stream", name);
        return new NatsStream(nats, name, Setup.created(setup.find("stream " + name, "STREAM.INFO." + name, deadline)));
    }

    @Override
    public EventConsumer consumer(EventStream stream, ConsumerSpec spec, Deadline deadline) {
        Setup.requireName("consumer", spec.name());
        JsonValue info = setup.createOrCheck(
                new Setup.Thing(
                        "consumer " + spec.name() + " of stream " + stream.name(),
                        "CONSUMER.INFO." + stream.name() + "." + spec.name(),
                        "CONSUMER.CREATE." + stream.name() + "." + spec.name(),
                        ConsumerShape.create(stream.name(), spec),
                        config -> ConsumerShape.contradictions(spec, config)),
                deadline);
        return new NatsConsumer(nats, stream.name(), spec, Setup.created(info));
    }

    @Override
    public DocumentBucket bucket(String name, int replicas, Deadline deadline) {
        Setup.requireName("bucket", name);
        String stream = StreamShape.bucketStream(name);
        JsonValue info = setup.createOrCheck(
                new Setup.Thing(
                        "bucket " + name + " (stream " + stream + ")",
                        "STREAM.INFO." + stream,
                        "STREAM.CREATE." + stream,
                        StreamShape.createBucket(name, replicas),
                        config -> StreamShape.bucketContradictions(name, replicas, config)),
                deadline);
        return new NatsBucket(nats, name, Setup.created(info));
    }

    @Override
    public boolean connected() {
        return nats.link().current() != null;
    }

    @Override
    public long maxPayloadBytes() {
        return nats.link().maxPayload();
    }

    /** Sends what is still queued, waiting at most two seconds, and ends the connection. */
    @Override
    public void close() {
        nats.link().close(nats.kernel().deadlineIn(CLOSE_LIMIT));
    }
}
