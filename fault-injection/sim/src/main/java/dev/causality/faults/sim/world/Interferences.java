package dev.causality.faults.sim.world;

import dev.causality.faults.sim.world.jetstream.AckAddress;
import dev.causality.faults.sim.world.jetstream.AckAnswer;
import dev.causality.faults.sim.world.jetstream.Delivered;
import dev.causality.ports.Publication;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Several that interfere: all see everything, the first that does something decides. */
final class Interferences implements Interference {

    private final List<Interference> all = new ArrayList<>();

    void add(Interference another) {
        all.add(another);
    }

    @Override
    public void connected(String link) {
        all.forEach(one -> one.connected(link));
    }

    @Override
    public void disconnected(String link) {
        all.forEach(one -> one.disconnected(link));
    }

    @Override
    public Fate answer(String link, AckAddress address, AckAnswer answer) {
        return first(Fate.PASS, one -> one.answer(link, address, answer));
    }

    @Override
    public Fate delivery(String link, Delivered delivered) {
        return first(Fate.PASS, one -> one.delivery(link, delivered));
    }

    @Override
    public Fate publication(String link, Publication publication) {
        return first(Fate.PASS, one -> one.publication(link, publication));
    }

    @Override
    public Fate confirmation(String link, Publication publication) {
        return first(Fate.PASS, one -> one.confirmation(link, publication));
    }

    @Override
    public StoreFate request(String link, StoreRequest request) {
        return first(StoreFate.SERVE, one -> one.request(link, request));
    }

    @Override
    public Fate response(String link, StoreRequest request, int status) {
        return first(Fate.PASS, one -> one.response(link, request, status));
    }

    @Override
    public void passed() {
        all.forEach(Interference::passed);
    }

    private <T> T first(T nothing, Function<Interference, T> question) {
        T decided = nothing;
        for (Interference one : List.copyOf(all)) {
            T answer = question.apply(one);
            decided = decided.equals(nothing) ? answer : decided;
        }
        return decided;
    }
}
