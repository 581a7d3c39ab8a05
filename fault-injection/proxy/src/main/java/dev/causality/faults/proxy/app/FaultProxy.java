package dev.causality.faults.proxy.app;

import com.fasterxml.jackson.databind.JsonNode;
import dev.causality.checkers.history.HistoryWriter;
import dev.causality.faults.plan.FaultPlan;
import dev.causality.faults.plan.Seed;
import dev.causality.faults.proxy.ProtocolSupport;
import dev.causality.faults.proxy.control.ControlServer;
import dev.causality.faults.proxy.control.Proxies;
import dev.causality.faults.proxy.engine.EventLoops;
import dev.causality.faults.proxy.engine.HostPort;
import dev.causality.faults.proxy.planned.Plans;
import dev.causality.faults.proxy.planned.Targets;
import dev.causality.faults.proxy.process.KnownProcess;
import dev.causality.faults.proxy.process.StartedProcess;
import dev.causality.faults.proxy.process.TargetProcess;
import dev.causality.faults.proxy.run.FaultLedger;
import dev.causality.faults.proxy.run.Wire;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A running fault proxy with everything that belongs to it. For one owner, who closes it once. */
final class FaultProxy implements AutoCloseable {
    private final EventLoops loops = EventLoops.start();
    private final FaultLedger ledger;
    private final Wire wire = new Wire();
    private final Proxies proxies;
    private final List<AutoCloseable> parts = new ArrayList<>();
    private @Nullable InetSocketAddress address;
    private @Nullable Plans plans;

    private FaultProxy(long seed, @Nullable HistoryWriter history, List<ProtocolSupport> protocols) {
        this.ledger = new FaultLedger(history);
        this.proxies = new Proxies(loops, new Seed(seed), ledger, wire, protocols);
    }

    /**
     * Starts everything.
     *
     * @param plan null for none
     * @param history null for none; closed by the caller, afterwards
     * @throws IllegalArgumentException when something that was asked for makes no sense; nothing is left running
     */
    static FaultProxy start(
            HostPort control,
            long seed,
            ProxyFile file,
            @Nullable FaultPlan plan,
            @Nullable HistoryWriter history,
            List<ProtocolSupport> protocols)
            throws IOException {
        FaultProxy proxy = new FaultProxy(seed, history, protocols);
        try {
            JsonNode list = file.proxies();
            if (list != null) {
                proxy.proxies.populate(list);
            }
            Map<String, TargetProcess> processes = proxy.startProcesses(file.processes());
            Plans plans = new Plans(new Targets(proxy.proxies, processes), proxy.wire, proxy.ledger);
            proxy.plans = plans;
            proxy.parts.add(plans);
            if (plan != null) {
                plans.start(plan);
            }
            ControlServer server = ControlServer.start(control, proxy.proxies, proxy.ledger, plans);
            proxy.parts.add(server);
            proxy.address = server.address();
            return proxy;
        } catch (IOException | RuntimeException e) {
            proxy.close();
            throw e;
        }
    }

    private Map<String, TargetProcess> startProcesses(List<ProxyFile.ChildSpec> specs) throws IOException {
        Map<String, TargetProcess> processes = new LinkedHashMap<>();
        for (ProxyFile.ChildSpec spec : specs) {
            if (spec.pid() != 0) {
                processes.put(spec.name(), KnownProcess.of(spec.pid()));
            } else {
                StartedProcess started = StartedProcess.start(spec.command(), spec.environment());
                parts.add(started);
                processes.put(spec.name(), started);
            }
        }
        return processes;
    }

    /** Where the control API listens. */
    InetSocketAddress address() {
        InetSocketAddress found = address;
        if (found == null) {
            throw new IllegalStateException("not started");
        }
        return found;
    }

    FaultLedger ledger() {
        return ledger;
    }

    /** Whether a fault of a plan was never applied. */
    boolean missed() {
        return plans != null && plans.missed();
    }

    /** Ends the API, the plan, the processes and the proxies, in this order. */
    @Override
    public void close() {
        List<AutoCloseable> all = new ArrayList<>(List.<AutoCloseable>of(loops, proxies::stop));
        all.addAll(parts);
        parts.clear();
        closeAll(all);
    }

    /**
     * Closes each, the last first, also when others cannot be closed.
     *
     * @throws IllegalStateException at the end, when that was so
     */
    static void closeAll(List<AutoCloseable> all) {
        IllegalStateException failure = null;
        for (AutoCloseable part : all.reversed()) {
            try {
                part.close();
            } catch (Exception e) {
                if (failure == null) {
                    failure = new IllegalStateException("cannot stop " + part, e);
                } else {
                    failure.addSuppressed(e);
                }
            }
        }
        if (failure != null) {
            throw failure;
        }
    }
}
