package dev.causality.faults.sim.world;

import dev.causality.faults.sim.SimKernel;
import dev.causality.faults.sim.world.jetstream.StreamServer;
import dev.causality.faults.sim.world.jetstream.StreamSettings;
import dev.causality.kernel.Cancellation;
import dev.causality.kernel.Deadline;
import dev.causality.ports.ConsumerSpec;
import dev.causality.ports.ConsumerState;
import dev.causality.ports.DocumentBucket;
import dev.causality.ports.EventConsumer;
import dev.causality.ports.EventStream;
import dev.causality.ports.EventStreams;
import dev.causality.ports.PortException;
import dev.causality.ports.StreamSpec;
import dev.causality.ports.StreamState;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One process' way to the simulated message server. */
final class SimStreams implements EventStreams {

    private static final Duration PAUSE = Duration.ofMillis(100);

    private final Client client;
    private final Interference interference;
    private final WorldObserver observer;
    private final SimKernel kernel;

    SimStreams(Client client, Interference interference, WorldObserver observer) {
        this.client = client;
        this.interference = interference;
        this.observer = observer;
        this.kernel = client.kernel();
    }

    /** What was found or made: its creation time, or why it will not do. */
    private record Found(@Nullable Instant created, String problem) {}

    @Override
    public EventStream open(StreamSpec spec, Deadline deadline) {
        Names.require("stream", spec.name());
        Instant created = open("stream " + spec.name(), StreamSettings.of(spec), deadline);
        return new SimStream(client, interference, observer, spec.name(), created);
    }

    @Override
    public EventConsumer consumer(EventStream stream, ConsumerSpec spec, Deadline deadline) {
        Names.require("consumer", spec.name());
        String what = "consumer " + spec.name() + " of stream " + stream.name();
        Instant created = createOrCheck(what, deadline, server -> consumer(server, stream.name(), spec));
        return new SimConsumer(client, interference, observer, stream.name(), spec, created);
    }

    @Override
    public DocumentBucket bucket(String name, int replicas, Deadline deadline) {
        Names.require("bucket", name);
        Instant created = open("bucket " + name, StreamSettings.bucket(name, replicas), deadline);
        return new SimBucket(client, name, created);
    }

    @Override
    public boolean connected() {
        kernel.point("connected");
        return client.current() != null;
    }

    @Override
    public long maxPayloadBytes() {
        return client.host().server().settings().maxPayloadBytes();
    }

    private Instant open(String what, StreamSettings wanted, Deadline deadline) {
        return createOrCheck(what, deadline, server -> stream(server, wanted));
    }

    private Found stream(StreamServer server, StreamSettings wanted) {
        String name = wanted.spec().name();
        server.createStream(wanted, client.host().nanos());
        Optional<StreamSettings> found = server.streamSettings(name);
        boolean same = found.map(wanted::equals).orElse(false);
        return same
                ? new Found(server.streamState(name).map(StreamState::created).orElseThrow(), "")
                : new Found(null, "wanted " + wanted + ", found " + found);
    }

    private Found consumer(StreamServer server, String stream, ConsumerSpec spec) {
        if (server.streamState(stream).isEmpty()) {
            return new Found(null, "stream not found");
        }
        server.createConsumer(stream, spec, client.host().nanos());
        Optional<ConsumerSpec> found = server.consumerSpec(stream, spec.name());
        Optional<ConsumerState> state = server.consumerState(stream, spec.name());
        return found.map(spec::equals).orElse(false)
                ? new Found(state.map(ConsumerState::created).orElseThrow(), "")
                : new Found(null, "wanted " + spec + ", found " + found);
    }

    private Instant createOrCheck(String what, Deadline deadline, Function<StreamServer, Found> atServer) {
        kernel.point("open");
        while (true) {
            if (client.await(deadline, Cancellation.NEVER) != null) {
                Found found = client.ask("open", deadline, () -> client.host().with(atServer));
                kernel.point("opened");
                if (found != null && found.created() != null) {
                    return found.created();
                }
                if (found != null) {
                    throw new PortException(what + " exists with other settings than this service needs, or cannot be"
                            + " made: " + found.problem());
                }
            }
            if (kernel.deadlineIn(PAUSE).compareTo(deadline) >= 0) {
                throw new PortException("cannot open " + what + ": " + client.problem());
            }
            kernel.sleep(PAUSE, Cancellation.NEVER);
        }
    }
}
