package dev.causality.faults.proxy.control;

import com.fasterxml.jackson.databind.JsonNode;
import dev.causality.faults.plan.Direction;
import dev.causality.faults.plan.Fault;
import dev.causality.faults.plan.LinkFault;
import dev.causality.faults.plan.PlannedFault;
import dev.causality.faults.plan.Seed;
import dev.causality.faults.proxy.ProtocolSupport;
import dev.causality.faults.proxy.engine.ConnectionView;
import dev.causality.faults.proxy.engine.EventLoops;
import dev.causality.faults.proxy.run.FaultLedger;
import dev.causality.faults.proxy.run.Wire;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** All proxies of a process, by name. Thread-safe: one lock for everything but the bytes. */
public final class Proxies {
    private final Shared shared;
    private final TreeMap<String, Proxy> proxies = new TreeMap<>();

    /**
     * @param seed of every random choice, forked for each proxy
     * @param ledger is told what is done to connections
     * @param wire what plans watch
     * @param protocols that a proxy can name
     */
    public Proxies(EventLoops loops, Seed seed, FaultLedger ledger, Wire wire, List<ProtocolSupport> protocols) {
        this.shared = new Shared(loops, seed, ledger, wire, protocols);
    }

    /**
     * A proxy as it is at a moment.
     *
     * @param protocol empty for bytes only
     */
    record View(
            String name, String listen, String upstream, boolean enabled, String protocol, List<ToxicSpec> toxics) {}

    /** What went through a proxy so far. */
    record Totals(View proxy, long upReceived, long upSent, long downReceived, long downSent, long connectFailures) {}

    synchronized List<View> list() {
        return proxies.values().stream().map(Proxies::view).toList();
    }

    synchronized View show(String name) throws ApiException {
        return view(find(name));
    }

    synchronized View create(ProxySpec spec) throws ApiException {
        if (proxies.containsKey(spec.name())) {
            throw ApiException.proxyExists();
        }
        return view(add(spec));
    }

    private Proxy add(ProxySpec spec) throws ApiException {
        Proxy proxy = new Proxy(spec, shared);
        try {
            for (ToxicSpec toxic : spec.toxics()) {
                proxy.addToxic(toxic);
            }
            if (spec.enabled()) {
                proxy.enable();
            }
        } catch (ApiException e) {
            proxy.removeToxics();
            throw e;
        }
        proxies.put(spec.name(), proxy);
        return proxy;
    }

    /** Makes the proxies of a list, one after the other; leaves equal ones alone and replaces others. */
    synchronized List<View> populate(List<ProxySpec> specs) throws ApiException {
        List<Proxy> done = new ArrayList<>();
        for (ProxySpec spec : specs) {
            try {
                done.add(replace(spec));
            } catch (ApiException e) {
                throw e.after(done);
            }
        }
        return done.stream().map(Proxies::view).toList();
    }

    /**
     * The same from a list as in {@code /populate}.
     *
     * @throws IllegalArgumentException when a proxy is not understood, or cannot listen
     */
    public void populate(JsonNode list) {
        try {
            populate(ControlServer.specs(list));
        } catch (ApiException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    private Proxy replace(ProxySpec spec) throws ApiException {
        Proxy before = proxies.get(spec.name());
        if (before != null && !before.differs(spec.listen(), spec.upstream())) {
            return before;
        }
        if (before != null) {
            before.retire();
            proxies.remove(spec.name());
        }
        return add(spec);
    }

    synchronized View update(String name, JsonNode body) throws ApiException {
        Proxy proxy = find(name);
        proxy.update(
                Json.text(body, "listen", proxy.listen()),
                Json.text(body, "upstream", proxy.upstream()),
                Json.bool(body, "enabled", proxy.isWanted()));
        return view(proxy);
    }

    synchronized void delete(String name) throws ApiException {
        Proxy proxy = find(name);
        proxies.remove(name);
        proxy.retire();
    }

    /** Enables all proxies and removes all toxics, those of a plan too. */
    synchronized void reset() throws ApiException {
        for (Proxy proxy : proxies.values()) {
            proxy.reset();
        }
    }

    synchronized ToxicSpec toxic(String proxy, String toxic) throws ApiException {
        return find(proxy).toxic(toxic).orElseThrow(ApiException::toxicNotFound);
    }

    synchronized ToxicSpec addToxic(String proxy, JsonNode body) throws ApiException {
        Proxy found = find(proxy);
        ToxicSpec spec = ToxicSpec.read(body);
        found.addToxic(spec);
        return spec;
    }

    synchronized ToxicSpec changeToxic(String proxy, String toxic, JsonNode body) throws ApiException {
        return find(proxy).changeToxic(toxic, body);
    }

    synchronized void removeToxic(String proxy, String toxic) throws ApiException {
        find(proxy).removeToxic(toxic);
    }

    synchronized List<ConnectionView> connections(String proxy) throws ApiException {
        return find(proxy).listener().connections();
    }

    synchronized List<Totals> totals() {
        return proxies.values().stream().map(Proxies::totals).toList();
    }

    /** Why a plan's fault cannot be applied to a proxy; empty when it can. */
    public synchronized Optional<String> refuse(String proxy, Fault fault) {
        Proxy found = proxies.get(proxy);
        if (found == null) {
            return Optional.of("there is no proxy " + proxy);
        }
        return fault instanceof LinkFault || found.speaks(fault)
                ? Optional.empty()
                : Optional.of("proxy " + proxy + " has no protocol that " + fault.kind() + " could apply to");
    }

    /**
     * Puts a plan's fault in force, as a toxic that has its name.
     *
     * @param evidenceName what the ledger calls it
     * @throws ApiException when the proxy is gone, or has a toxic of that name
     */
    public synchronized void begin(PlannedFault planned, String evidenceName, Seed seed) throws ApiException {
        Proxy proxy = find(planned.target());
        if (planned.fault() instanceof LinkFault.Down) {
            proxy.takeDown(evidenceName);
        } else {
            proxy.begin(ToxicTypes.spec(planned.name(), planned.fault()), planned.fault(), evidenceName, seed);
        }
    }

    /** Ends a plan's fault, which the ledger calls {@code evidenceName}. Nothing happens if somebody else has ended it. */
    public synchronized void end(PlannedFault planned, String evidenceName) throws ApiException {
        Proxy proxy = find(planned.target());
        if (planned.fault() instanceof LinkFault.Down) {
            proxy.bringUp(evidenceName);
        } else {
            proxy.end(planned.name());
        }
    }

    /** Stops all proxies. */
    public synchronized void stop() {
        proxies.values().forEach(Proxy::retire);
        proxies.clear();
    }

    private Proxy find(String name) throws ApiException {
        Proxy proxy = proxies.get(name);
        if (proxy == null) {
            throw ApiException.proxyNotFound();
        }
        return proxy;
    }

    private static Totals totals(Proxy proxy) {
        return new Totals(
                view(proxy),
                proxy.listener().receivedBytes(Direction.UPSTREAM),
                proxy.listener().sentBytes(Direction.UPSTREAM),
                proxy.listener().receivedBytes(Direction.DOWNSTREAM),
                proxy.listener().sentBytes(Direction.DOWNSTREAM),
                proxy.listener().connectFailures());
    }

    static View view(Proxy proxy) {
        return new View(
                proxy.name(), proxy.listen(), proxy.upstream(), proxy.isEnabled(), proxy.protocol(), proxy.toxics());
    }
}
