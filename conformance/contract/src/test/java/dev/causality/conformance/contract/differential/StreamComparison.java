package dev.causality.conformance.contract.differential;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Plays the same steps on a simulated stream and on a real one, once. Whether the real run counts is decided from what it
 * measured about itself ({@link Timekeeping}), never from what came out: a difference in a run that counts is one. When
 * most are disturbed, the next ones are played more slowly. To be used by one thread.
 */
public final class StreamComparison {

    private static final long PREPARING_SECONDS = 30;
    private static final AtomicLong NAMES = new AtomicLong();

    private final RealServer server;
    private final Distortion distortion;
    private Tempo tempo = Tempo.FAST;

    /** Makes a simulation wrong, for those who test the comparison. */
    interface Distortion {
        Played of(Step step, Played played);
    }

    /** Compares with this server; a script that restarts its server gets one of its own. */
    public StreamComparison(RealServer server) {
        this(server, (step, played) -> played);
    }

    StreamComparison(RealServer server, Distortion distortion) {
        this.server = server;
        this.distortion = distortion;
    }

    /** Compares them side by side. The answer has their order. */
    public List<Comparison> compareAll(List<Script> scripts) throws Exception {
        List<Comparison> comparisons = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Comparison>> runs = new ArrayList<>();
            Tempo together = tempo;
            CountDownLatch preparing = new CountDownLatch(scripts.size());
            for (Script script : scripts) {
                runs.add(threads.submit(() -> compare(script, together, preparing)));
            }
            for (Future<Comparison> run : runs) {
                comparisons.add(run.get());
            }
        }
        long disturbed = comparisons.stream()
                .filter(Comparison.Disturbed.class::isInstance)
                .count();
        if (disturbed > scripts.size() / 2) {
            tempo = tempo.slower();
        } else if (disturbed == 0) {
            tempo = tempo.faster();
        }
        return comparisons;
    }

    private Comparison compare(Script script, Tempo at, CountDownLatch preparing) throws Exception {
        if (!script.restarts()) {
            return compare(server, script, at, preparing);
        }
        try (RealServer own = RealServer.start()) {
            return compare(own, script, at, preparing);
        }
    }

    private Comparison compare(RealServer host, Script script, Tempo at, CountDownLatch preparing) throws Exception {
        String stream = "S" + NAMES.incrementAndGet();
        SimulatedSubject simulated = new SimulatedSubject(script.shape(), at, stream);
        Timekeeping timekeeping = new Timekeeping(at);
        StringBuilder story = new StringBuilder(script.shape().toString());
        int steps = 0;
        long moment = 0;
        try (RealSubject real = new RealSubject(host, script.shape(), at, stream)) {
            preparing.countDown(); // Making streams is heavy work, and would disturb those that have begun.
            preparing.await(PREPARING_SECONDS, TimeUnit.SECONDS);
            real.begin();
            for (Step step : script.steps()) {
                Played found = distortion.of(step, simulated.run(step));
                if (simulated.undecided()) {
                    return new Comparison.Undecided(steps);
                }
                Played expected = real.run(step, found.arrivals().size());
                long next = moment + at.nanos(step);
                Optional<String> disturbance =
                        timekeeping.disturbance(moment, next, simulated.due(), found, expected, real.pulse(step));
                if (disturbance.isPresent() && !leftUnconfirmed(expected, found)) {
                    return new Comparison.Disturbed(steps, disturbance.get());
                }
                story.append('\n').append(step).append(" -> ").append(expected.observed());
                if (!same(expected, found, simulated.advisoriesLost())) {
                    return new Comparison.Different(steps, story + "\nbut the simulation: " + found.observed());
                }
                moment = next;
                steps++;
            }
        }
        return new Comparison.Same(steps);
    }

    /** Not a matter of time any more. */
    private static boolean leftUnconfirmed(Played expected, Played found) {
        return expected.answer().equals(Observations.answered(false))
                && found.answer().equals(Observations.answered(true));
    }

    private static boolean same(Played expected, Played found, boolean advisoriesLost) {
        return advisoriesLost
                ? Observations.withoutAdvisories(expected.observed())
                        .equals(Observations.withoutAdvisories(found.observed()))
                : expected.observed().equals(found.observed());
    }
}
