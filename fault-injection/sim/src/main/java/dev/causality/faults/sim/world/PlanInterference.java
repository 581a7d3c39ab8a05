package dev.causality.faults.sim.world;

import dev.causality.faults.plan.HttpFault;
import dev.causality.faults.plan.LinkFault;
import dev.causality.faults.plan.Moment;
import dev.causality.faults.plan.NatsFault;
import dev.causality.faults.plan.Schedule.When;
import dev.causality.faults.plan.WirePoint.Held;
import dev.causality.faults.plan.WireWatch;
import dev.causality.faults.plan.WorldFault;
import dev.causality.faults.sim.world.jetstream.AckAddress;
import dev.causality.faults.sim.world.jetstream.AckAnswer;
import dev.causality.faults.sim.world.jetstream.Delivered;
import dev.causality.ports.Publication;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The faults of single messages and requests, and those that begin or end where the wire shows something. Several may be
 * about one message: each counts it, the first that is hit decides.
 */
final class PlanInterference implements Interference {

    private static final long NANOS_PER_MILLI = 1_000_000;
    private static final int SUCCESS_BELOW = 300;

    private final List<ActiveFault> faults;
    private final PlanExecutor executor;
    private final List<ActiveFault> afterPassing = new ArrayList<>();

    PlanInterference(List<ActiveFault> faults, PlanExecutor executor) {
        this.faults = faults;
        this.executor = executor;
    }

    @Override
    public void connected(String link) {
        show(link, Moment.CONNECTED, link);
        passed();
    }

    @Override
    public void disconnected(String link) {
        show(link, Moment.DISCONNECTED, link);
        passed();
    }

    @Override
    public Fate answer(String link, AckAddress address, AckAnswer answer) {
        boolean dropped = show(link, NatsFates.moment(answer), address.consumer());
        Fate fate =
                nats(link, fault -> NatsFates.concerns(fault, address.consumer(), answer), "an answer to " + address);
        return dropped ? new Fate.Drop() : fate;
    }

    @Override
    public Fate delivery(String link, Delivered delivered) {
        String consumer = delivered.address().consumer();
        boolean dropped = show(link, Moment.DELIVERY, consumer);
        Fate fate = nats(link, fault -> NatsFates.concernsDelivery(fault, consumer), "delivery " + delivered.address());
        return dropped ? new Fate.Drop() : fate;
    }

    @Override
    public Fate publication(String link, Publication publication) {
        return show(link, Moment.PUBLISH, publication.subject()) ? new Fate.Drop() : Fate.PASS;
    }

    @Override
    public Fate confirmation(String link, Publication publication) {
        String subject = publication.subject();
        boolean dropped = show(link, Moment.PUBLISH_CONFIRMED, subject);
        Fate fate = nats(link, fault -> NatsFates.concernsConfirmation(fault, subject), "a confirmation to " + subject);
        return dropped ? new Fate.Drop() : fate;
    }

    private Fate nats(String link, Predicate<NatsFault> concerned, String evidence) {
        Fate decided = Fate.PASS;
        for (ActiveFault fault : faults) {
            if (fault.active()
                    && fault.planned().fault() instanceof NatsFault nats
                    && fault.targets(link)
                    && concerned.test(nats)
                    && fault.hits()
                    && decided.equals(Fate.PASS)) {
                decided = NatsFates.of(nats);
                executor.sign(fault, evidence);
            }
        }
        return decided;
    }

    @Override
    public StoreFate request(String link, StoreRequest request) {
        boolean put = request.method().equals("PUT");
        boolean dropped = show(link, Moment.HTTP_REQUEST, request.method() + " " + request.path());
        dropped |= put && show(link, Moment.PUT_REQUESTED, request.key());
        StoreFate decided = StoreFate.SERVE;
        for (ActiveFault fault : faults) {
            Optional<StoreFate> effect = effect(fault, request, put);
            if (fault.active()
                    && fault.targets(link)
                    && effect.isPresent()
                    && fault.hits()
                    && decided.equals(StoreFate.SERVE)) {
                decided = effect.get();
                executor.sign(fault, request.method() + " " + request.key());
            }
        }
        return dropped ? new StoreFate.Drop() : decided;
    }

    /** What the fault does to such a request. */
    private static Optional<StoreFate> effect(ActiveFault fault, StoreRequest request, boolean put) {
        return switch (fault.planned().fault()) {
            case HttpFault http when HttpFates.matches(http.match(), request) -> Optional.of(HttpFates.of(http));
            case WorldFault.LatePut late
            when put -> Optional.of(new StoreFate.Late(late.delayMillis() * NANOS_PER_MILLI));
            default -> Optional.empty();
        };
    }

    @Override
    public Fate response(String link, StoreRequest request, int status) {
        boolean dropped = show(link, Moment.HTTP_RESPONSE, request.method() + " " + request.path());
        if (request.method().equals("PUT")) {
            Moment moment = status < SUCCESS_BELOW ? Moment.PUT_CONFIRMED : Moment.PUT_REFUSED;
            dropped |= show(link, moment, request.key());
        }
        return dropped ? new Fate.Drop() : Fate.PASS;
    }

    @Override
    public void passed() {
        List<ActiveFault> due = List.copyOf(afterPassing);
        afterPassing.clear();
        due.forEach(fault -> executor.triggered(fault, true));
    }

    /** The wire shows this. @return whether that which showed it is to be dropped */
    private boolean show(String link, Moment moment, String detail) {
        boolean dropped = false;
        for (ActiveFault fault : faults) {
            WireWatch ends = fault.ends();
            if (ends != null && ends.sees(link, moment, detail)) {
                executor.end(fault);
            }
            WireWatch begins = fault.begins();
            if (begins != null
                    && begins.sees(link, moment, detail)
                    && fault.planned().schedule().begin() instanceof When when) {
                dropped |= begin(fault, when.point().held());
            }
        }
        return dropped;
    }

    private boolean begin(ActiveFault fault, Held held) {
        boolean link = fault.planned().fault() instanceof LinkFault;
        switch (held) {
            case PASS -> executor.triggered(fault, false);
            case HOLD_THEN_PASS -> {
                if (link) {
                    executor.triggered(fault, true);
                } else {
                    afterPassing.add(fault);
                }
            }
            case HOLD_THEN_DROP -> executor.triggered(fault, true);
        }
        return held == Held.HOLD_THEN_DROP;
    }
}
