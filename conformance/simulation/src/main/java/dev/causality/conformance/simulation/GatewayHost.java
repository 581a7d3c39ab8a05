package dev.causality.conformance.simulation;

import dev.causality.faults.sim.Signal;
import dev.causality.faults.sim.SimKernel;
import dev.causality.faults.sim.SimProcess;
import dev.causality.faults.sim.Simulation;
import dev.causality.gateway.config.GatewayConfig;
import dev.causality.gateway.core.Body;
import dev.causality.gateway.core.Gateway;
import dev.causality.gateway.core.Ports;
import dev.causality.gateway.core.Request;
import dev.causality.gateway.core.Response;
import dev.causality.kernel.Randomness;
import dev.causality.kernel.telemetry.Part;
import dev.causality.kernel.telemetry.Telemetry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A process that runs the gateway, and the network between it and its clients. */
final class GatewayHost extends Host {

    private static final Duration SHUTDOWN_TIMEOUT = Duration.ofSeconds(30);
    private static final int LONGEST_WAY_NANOS = 3_000_000;

    private final Simulation simulation;
    private final Connections connections;
    private final GatewayConfig config;
    private final Randomness latency;
    private final List<Exchange> open = new ArrayList<>();
    private Optional<Gateway> gateway = Optional.empty();

    GatewayHost(
            Simulation simulation,
            Recorder recorder,
            SimProcess process,
            Connections connections,
            GatewayConfig config) {
        super(simulation, recorder, process, "gateway", SHUTDOWN_TIMEOUT);
        this.simulation = simulation;
        this.connections = connections;
        this.config = config;
        this.latency = simulation.random("way-to-" + process.name());
    }

    @Override
    Running open(SimKernel kernel) {
        kernel.atEnd(this::breakOff);
        Telemetry telemetry = Telemetry.of(kernel, Part.STREAM, Part.GATEWAY);
        Gateway started = Gateway.start(kernel, new Ports(connections.streams(kernel), telemetry), config);
        gateway = Optional.of(started);
        return new Running(started, telemetry);
    }

    private void breakOff() {
        gateway = Optional.empty();
        List.copyOf(open).forEach(Exchange::breakOff);
        open.clear();
    }

    /** Sends a request; in a task of the client. Empty when there is no whole answer in time. */
    Optional<Response> call(SimKernel client, String path, Map<String, String> headers, byte[] body, Duration timeout) {
        client.delay("request on its way", latency.nextInt(LONGEST_WAY_NANOS));
        if (gateway.isEmpty()) {
            return Optional.empty();
        }
        Gateway serving = gateway.get();
        Exchange exchange = new Exchange(simulation.signal("answer of " + name()));
        open.add(exchange);
        Request request = new Request("POST", path, name -> Optional.ofNullable(headers.get(name)), Body.of(body));
        process().startTask("request", _ -> exchange.answer(serving.handle(request)));
        Optional<Response> response = exchange.await(simulation.nanos() + timeout.toNanos());
        open.remove(exchange);
        client.delay("answer on its way", latency.nextInt(LONGEST_WAY_NANOS));
        return response;
    }

    /** A request that is under way. */
    private static final class Exchange {

        private final Signal signal;
        private Optional<Response> response = Optional.empty();
        private boolean over;

        Exchange(Signal signal) {
            this.signal = signal;
        }

        void answer(Response answer) {
            response = Optional.of(answer);
            over = true;
            signal.wakeAll();
        }

        void breakOff() {
            over = true;
            signal.wakeAll();
        }

        Optional<Response> await(long untilNanos) {
            while (!over) {
                if (!signal.await("answer of the gateway", untilNanos)) {
                    return response;
                }
            }
            return response;
        }
    }
}
