package dev.causality.faults.proxy.run;

import dev.causality.faults.plan.Moment;
import dev.causality.faults.plan.WirePoint;
import dev.causality.faults.plan.WireWatch;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * What all taps of the process show, in the one order in which they tell it, to whoever waits for a point in it.
 * Thread-safe.
 */
public final class Wire {
    /** What becomes of that which was held. */
    public enum Release {
        PASS,
        DROP
    }

    /** Acts when the wire shows a point. Called by an event loop: must not block. */
    @FunctionalInterface
    public interface Action {
        /**
         * The point was shown.
         *
         * @param held is completed by the action, at once or later, when the fault has been applied; what becomes then of
         *     that which showed the point is the point's own business
         */
        void act(CompletableFuture<Boolean> held);
    }

    private final List<Waiting> waiting = new ArrayList<>();
    /** Whether there are any: event loops ask for each message, and must not wait for each other. */
    private volatile boolean watched;

    private record Waiting(WirePoint point, WireWatch watch, Action action) {}

    /** Acts once when the wire shows {@code point}. */
    public synchronized void when(WirePoint point, Action action) {
        waiting.add(new Waiting(point, new WireWatch(point), action));
        watched = true;
    }

    /** No longer waits for anything. */
    public synchronized void forget() {
        waiting.clear();
        watched = false;
    }

    /** Whether anybody waits: a tap that only serves this may save its work. */
    public boolean isWatched() {
        return watched;
    }

    /**
     * A tap shows something, before it passes it on.
     *
     * @param link the proxy's name
     * @param detail what {@link Moment} says for it
     * @return empty when it passes; otherwise it has to be held until this is completed, by any thread, with what becomes
     *     of it
     */
    public Optional<CompletionStage<Release>> shows(String link, Moment moment, String detail) {
        if (!watched) {
            return Optional.empty();
        }
        List<Waiting> found = take(link, moment, detail);
        List<CompletableFuture<Boolean>> holding = new ArrayList<>();
        boolean drops = false;
        for (Waiting each : found) {
            CompletableFuture<Boolean> held = new CompletableFuture<>();
            each.action.act(held);
            if (each.point.held() != WirePoint.Held.PASS) {
                holding.add(held);
                drops |= each.point.held() == WirePoint.Held.HOLD_THEN_DROP;
            }
        }
        if (holding.isEmpty()) {
            return Optional.empty();
        }
        Release release = drops ? Release.DROP : Release.PASS;
        return Optional.of(CompletableFuture.allOf(holding.toArray(CompletableFuture<?>[]::new))
                .handle((_, _) -> release));
    }

    private synchronized List<Waiting> take(String link, Moment moment, String detail) {
        List<Waiting> found = new ArrayList<>();
        for (Waiting each : waiting) {
            if (each.watch.sees(link, moment, detail)) {
                found.add(each);
            }
        }
        waiting.removeAll(found);
        watched = !waiting.isEmpty();
        return found;
    }
}
