package dev.causality.conformance.simulation;

import dev.causality.faults.plan.Seed;
import dev.causality.faults.sim.SimProcess;
import dev.causality.faults.sim.Simulation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Everything that takes part in a run: simulated time, servers, processes, and who writes down what happens. */
final class Stage {

    private final Case ran;
    private final Simulation simulation;
    private final Recorder recorder;
    private final Encoding encoding;
    private final Truth truth;
    private final Servers servers;
    private final EventMaker maker;
    private final List<GatewayHost> gateways = new ArrayList<>();
    private final List<SinkHost> sinks = new ArrayList<>();
    private final Faults faults;

    Stage(Case ran) {
        this.ran = ran;
        this.simulation = new Simulation(new Seed(ran.seed()), ran.scheduling().options());
        this.recorder = new Recorder(simulation);
        this.encoding = Encoding.of(ran.tuning());
        this.truth = new Truth(simulation, recorder, encoding, ran.tuning());
        this.servers = new Servers(simulation, truth, ran.tuning());
        this.maker = new EventMaker(ran.seed(), simulation.now());
        Dice clocks = new Dice(new Seed(ran.seed()).fork("clocks"));
        for (int i = 1; i <= ran.topology().gateways(); i++) {
            SimProcess process = process("gateway-" + i, clocks);
            gateways.add(new GatewayHost(
                    simulation, recorder, process, servers, ran.tuning().gateway()));
        }
        for (int i = 1; i <= ran.topology().sinks(); i++) {
            sinks.add(new SinkHost(
                    simulation,
                    recorder,
                    process("sink-" + i, clocks),
                    servers,
                    truth,
                    encoding,
                    ran.tuning(),
                    ran.tuning().sink(ran.topology().sinks()),
                    ran.scheduling()));
        }
        this.faults = new Faults(simulation, recorder, hosts());
        sinks.forEach(sink -> sink.onStop(stop -> Stops.check(this, sink, stop)));
    }

    private SimProcess process(String name, Dice clocks) {
        int drift = clocks.between(-ran.topology().driftPpm(), ran.topology().driftPpm());
        long skew =
                clocks.longBetween(-ran.topology().skewMillis(), ran.topology().skewMillis());
        return simulation.process(name, drift, Duration.ofMillis(skew));
    }

    Case ran() {
        return ran;
    }

    Simulation simulation() {
        return simulation;
    }

    Recorder recorder() {
        return recorder;
    }

    Encoding encoding() {
        return encoding;
    }

    Truth truth() {
        return truth;
    }

    Servers servers() {
        return servers;
    }

    EventMaker maker() {
        return maker;
    }

    Faults faults() {
        return faults;
    }

    List<GatewayHost> gateways() {
        return gateways;
    }

    List<SinkHost> sinks() {
        return sinks;
    }

    List<Host> hosts() {
        return Stream.<Host>concat(gateways.stream(), sinks.stream()).toList();
    }
}
