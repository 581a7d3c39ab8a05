package dev.causality.faults.proxy.control;

import com.fasterxml.jackson.databind.JsonNode;
import dev.causality.faults.plan.Fault;
import dev.causality.faults.plan.LinkFault;
import dev.causality.faults.plan.Seed;
import dev.causality.faults.proxy.ProtocolSupport;
import dev.causality.faults.proxy.engine.HostPort;
import dev.causality.faults.proxy.engine.Listener;
import dev.causality.faults.proxy.engine.StageFactory;
import dev.causality.faults.proxy.run.ActiveFaults;
import java.io.IOException;
import java.net.BindException;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A proxy: where it listens, whom it talks to, and what is wrong with it. Guarded by the lock of {@link Proxies}. */
final class Proxy {
    private final String name;
    private final Shared shared;
    private final Seed seed;
    private final Listener listener;
    private final @Nullable ProtocolSupport support;
    private final @Nullable StageFactory protocolStages;
    private final String protocol;
    private final ConnectionMoments moments;
    private final ActiveFaults protocolFaults = new ActiveFaults();
    private final LinkedHashMap<String, InForce> toxics = new LinkedHashMap<>();
    private final DownReasons down;
    private String listen;
    private String upstream;
    /** By which name the ledger knows that somebody has disabled it; empty when nobody has. */
    private String disabled = "";

    Proxy(ProxySpec spec, Shared shared) throws ApiException {
        this.name = spec.name();
        this.shared = shared;
        this.down = new DownReasons(shared.ledger());
        this.seed = (spec.ownSeed() ? new Seed(spec.seed()) : shared.seed()).fork(name);
        this.listener = new Listener(shared.loops(), name);
        this.listen = spec.listen().isEmpty() ? "127.0.0.1:0" : spec.listen();
        this.upstream = spec.upstream();
        this.protocol = spec.protocol();
        this.moments = new ConnectionMoments(shared.wire());
        this.support = shared.protocol(protocol);
        this.protocolStages =
                support == null ? null : support.stages(name, protocolFaults, shared.wire(), shared.ledger());
        applyStages();
    }

    String name() {
        return name;
    }

    String listen() {
        return listen;
    }

    String upstream() {
        return upstream;
    }

    String protocol() {
        return protocol;
    }

    boolean isEnabled() {
        return listener.isOpen();
    }

    Listener listener() {
        return listener;
    }

    /** Begins to listen, unless it does already or faults keep it down. */
    void enable() throws ApiException {
        down.wantsStart();
        if (!disabled.isEmpty()) {
            down.remove(disabled);
            shared.ledger().endedForGood(disabled);
            disabled = "";
        }
        openUnlessDown();
    }

    private void openUnlessDown() throws ApiException {
        if (listener.isOpen() || !down.isEmpty()) {
            return;
        }
        down.notStarted();
        try {
            listen = listener.open(parse(listen), parse(upstream));
        } catch (UnknownHostException e) {
            throw ApiException.cannotListen("listen tcp: lookup " + e.getMessage() + ": no such host");
        } catch (BindException e) {
            String why = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
            throw ApiException.cannotListen("listen tcp " + listen + ": bind: " + why);
        } catch (IOException e) {
            throw ApiException.cannotListen("listen tcp " + listen + ": " + e.getMessage());
        }
        down.clear();
    }

    private static HostPort parse(String address) throws ApiException {
        try {
            return HostPort.parse(address);
        } catch (IllegalArgumentException e) {
            throw ApiException.cannotListen("listen tcp: " + e.getMessage());
        }
    }

    /** Stops listening, closes all connections and removes all toxics, for good. */
    void retire() {
        removeToxics();
        if (!disabled.isEmpty()) {
            shared.ledger().endedForGood(disabled);
            disabled = "";
        }
        listener.close();
    }

    /** Whether it would listen if no plan's fault kept it down. */
    boolean isWanted() {
        return disabled.isEmpty() && !down.isNotStarted();
    }

    /** Changes where it listens and whom it talks to, which closes all connections, and whether it is enabled. */
    void update(String newListen, String newUpstream, boolean enabled) throws ApiException {
        if (differs(newListen, newUpstream)) {
            listener.close();
            listen = newListen;
            upstream = newUpstream;
        }
        if (enabled) {
            enable();
        } else if (isWanted()) {
            disabled = shared.begun(name + "/down", new LinkFault.Down(), name);
            takeDown(disabled);
        }
    }

    /** Closes it for a fault, of which the ledger knows: a plan's, or somebody's who has disabled it. */
    void takeDown(String fault) {
        if (listener.isOpen()) {
            shared.ledger()
                    .appliedWhere(fault, "closed with " + listener.connections().size() + " connections");
        }
        down.add(fault);
        listener.close();
    }

    /** The fault no longer keeps it down. */
    void bringUp(String fault) throws ApiException {
        if (down.remove(fault)) {
            openUnlessDown();
        }
    }

    /** Begins to listen, whatever keeps it down, and removes all toxics. */
    void reset() throws ApiException {
        down.clear();
        enable();
        removeToxics();
    }

    /** Whether the addresses are other ones, also when they are written otherwise. */
    boolean differs(String newListen, String newUpstream) {
        return !upstream.equals(newUpstream) || !Addresses.same(listen, newListen);
    }

    List<ToxicSpec> toxics() {
        return toxics.values().stream().map(InForce::spec).toList();
    }

    Optional<ToxicSpec> toxic(String toxicName) {
        return Optional.ofNullable(toxics.get(toxicName)).map(InForce::spec);
    }

    /** Whether a protocol's fault could ever be applied here. */
    boolean speaks(Fault fault) {
        return support != null && support.applies(fault);
    }

    void addToxic(ToxicSpec spec) throws ApiException {
        if (toxics.containsKey(spec.name())) {
            throw ApiException.toxicExists();
        }
        Fault fault = spec.fault();
        if (!(fault instanceof LinkFault) && !speaks(fault)) {
            throw ApiException.badBody("the proxy has no protocol that " + spec.type() + " could apply to");
        }
        String evidenceName = shared.begun(name + "/" + spec.name(), fault, name);
        put(new InForce(spec, fault, evidenceName, seed, false, shared.ledger()));
    }

    /** Puts a plan's fault in force; the plan itself tells the ledger. */
    void begin(ToxicSpec spec, Fault fault, String evidenceName, Seed planned) throws ApiException {
        if (toxics.containsKey(spec.name())) {
            throw ApiException.toxicExists();
        }
        put(new InForce(spec, fault, evidenceName, planned, true, shared.ledger()));
    }

    /** Ends a plan's fault, if it is still in force. */
    void end(String planned) {
        InForce there = toxics.get(planned);
        if (there != null && there.ofPlan()) {
            remove(there);
            applyStages();
        }
    }

    ToxicSpec changeToxic(String toxicName, JsonNode change) throws ApiException {
        InForce before = toxics.get(toxicName);
        if (before == null) {
            throw ApiException.toxicNotFound();
        }
        ToxicSpec spec = before.spec().changed(change);
        put(new InForce(spec, spec.fault(), before.evidenceName(), before.seed(), before.ofPlan(), shared.ledger()));
        return spec;
    }

    private void put(InForce toxic) {
        if (toxic.factory() == null) {
            protocolFaults.add(
                    toxic.evidenceName(),
                    toxic.fault(),
                    toxic.seed().fork(toxic.spec().name()));
        }
        toxics.put(toxic.spec().name(), toxic);
        applyStages();
    }

    void removeToxic(String toxicName) throws ApiException {
        InForce gone = toxics.get(toxicName);
        if (gone == null) {
            throw ApiException.toxicNotFound();
        }
        remove(gone);
        applyStages();
    }

    void removeToxics() {
        List.copyOf(toxics.values()).forEach(this::remove);
        applyStages();
    }

    private void remove(InForce gone) {
        toxics.remove(gone.spec().name());
        protocolFaults.remove(gone.evidenceName());
        if (!gone.ofPlan()) {
            shared.ledger().endedForGood(gone.evidenceName());
        }
    }

    private void applyStages() {
        List<StageFactory> factories = new ArrayList<>();
        factories.add(protocolStages == null ? moments : protocolStages);
        for (InForce each : toxics.values()) {
            if (each.factory() != null) {
                factories.add(each.factory());
            }
        }
        listener.setStages(factories);
    }
}
