package dev.causality.conformance.contract.differential;

import dev.causality.conformance.contract.differential.Played.Arrival;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Whether a real run's own measurements prove that things happened in the order in which the simulation has them.
 *
 * <p>An operation takes effect between its moment, before which it is not sent, and when it was known to be done. Whatever
 * it starts, an ack wait for example, therefore begins late by {@code spread} at most: the longest that any operation took,
 * or any delivery came behind its moment in the simulation. What has fallen due is found by the server's timers, which are
 * late by what the {@link Pulse} measured, twice where one wait follows on another. So the order is proven when
 *
 * <ul>
 *   <li>a step's operation was done before anything fell due in its time,
 *   <li>what fell due, at the latest that the measurements allow, did so before the next step began,
 *   <li>what came of it came before that,
 *   <li>and things that fall due at different moments are further apart than that.
 * </ul>
 *
 * A run whose order is not proven says nothing from there on. One whose order is proven has to be like the simulation: no
 * second run is asked for its opinion.
 */
final class Timekeeping {

    /** Waits that follow on one another before what they end in lies too close to a step anyway. */
    private static final int CHAINED = 2;

    /** That much later than due the server looks on purpose. */
    private static final long LOOKS_LATER = 1_000_000L * CHAINED;

    private final long slot;
    private long spread;
    private long late;

    Timekeeping(Tempo tempo) {
        this.slot = tempo.slotNanos();
    }

    /**
     * Judges one more step.
     *
     * @param from the step's moment
     * @param until the next step's
     * @param due what fell due in the simulation during the step, in order; not that of a restart
     * @param pulse the longest that the server's timers were late, in nanoseconds
     * @return why the order is not proven; empty when it is
     */
    Optional<String> disturbance(long from, long until, List<Long> due, Played simulated, Played real, long pulse) {
        long took = real.doneAt() - simulated.doneAt();
        spread = Math.max(spread, took);
        late = Math.max(late, pulse);
        if (simulated.observed().equals(real.observed())) {
            List<Arrival> arrivals = real.arrivals();
            for (int i = 0; i < arrivals.size(); i++) {
                spread = Math.max(
                        spread,
                        arrivals.get(i).at() - simulated.arrivals().get(i).at());
            }
        }
        long uncertain = spread + CHAINED * late + LOOKS_LATER;
        if (took >= until - from || uncertain >= slot) {
            return Optional.of(words("it fell behind by a whole step", took));
        }
        if (real.arrivals().stream().anyMatch(arrival -> arrival.at() >= until)) {
            return Optional.of(words("something came after the end of its step", took));
        }
        long last = Long.MIN_VALUE;
        for (long moment : due) {
            if (moment - from <= took) {
                return Optional.of(words("something fell due while the operation was under way", took));
            }
            if (until - moment <= uncertain) {
                return Optional.of(words("something may have fallen due after the next operation", took));
            }
            if (last != Long.MIN_VALUE && moment != last && moment - last <= uncertain) {
                return Optional.of(words("two things fell due one shortly after the other", took));
            }
            last = moment;
        }
        return Optional.empty();
    }

    private String words(String what, long took) {
        return String.format(
                Locale.ROOT,
                "%s: the operation took %.1f ms, the longest yet or the latest delivery %.1f ms, timers up to %.1f ms late",
                what,
                millis(took),
                millis(spread),
                millis(late));
    }

    private static double millis(long nanos) {
        return nanos / 1e6;
    }
}
