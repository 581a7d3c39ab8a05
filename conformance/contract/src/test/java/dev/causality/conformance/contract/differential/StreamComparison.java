package dev.causality.conformance.contract.differential;

import dev.causality.testservers.NatsServer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;

/** Runs the same steps on both servers. */
public final class StreamComparison {

    /** A run that falls behind ends there; on a busy machine most do. */
    private static final int ATTEMPTS = 30;

    private static final int CONFIRMED = 2;
    private static final AtomicLong NAMES = new AtomicLong();

    private final NatsServer server;

    public StreamComparison(NatsServer server) {
        this.server = server;
    }

    /**
     * Runs it until a run has kept its time. A difference has to show in two runs before two others show none: a rule that
     * differs does so each time, while a machine that is busy elsewhere may hold a server's timer up once.
     *
     * @return false when no run kept its time, on a busy machine: nothing is known then
     * @throws AssertionError at the first step at which they differ
     */
    public boolean compare(Script script) throws Exception {
        int same = 0;
        int different = 0;
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            try {
                same += compared(script.shape(), script.steps()) ? 1 : 0;
            } catch (AssertionError difference) {
                if (++different == CONFIRMED) {
                    throw difference;
                }
            }
            if (same == CONFIRMED || (same == 1 && different == 0)) {
                return true;
            }
        }
        return false;
    }

    /**
     * Compares several side by side.
     *
     * @return how many of them have kept their time
     */
    public int compareAll(List<Script> scripts) throws Exception {
        int kept = 0;
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Boolean>> runs = new ArrayList<>();
            for (Script script : scripts) {
                runs.add(threads.submit(() -> compare(script)));
            }
            for (Future<Boolean> run : runs) {
                kept += run.get() ? 1 : 0;
            }
        } catch (ExecutionException e) {
            if (e.getCause() instanceof AssertionError difference) {
                throw difference;
            }
            throw e;
        }
        return kept;
    }

    /** @return false when the run fell behind its time, so that it says nothing */
    private boolean compared(Shape shape, List<Step> steps) throws Exception {
        String stream = "S" + NAMES.incrementAndGet();
        SimulatedSubject simulated = new SimulatedSubject(shape, stream);
        StringBuilder story = new StringBuilder(shape.toString());
        try (RealSubject real = new RealSubject(server, shape, stream)) {
            for (Step step : steps) {
                List<String> found = simulated.run(step);
                if (simulated.ambiguous()) {
                    return true; // As far as it goes.
                }
                List<String> expected = real.run(step);
                story.append('\n').append(step).append(" -> ").append(expected);
                if (real.late()) {
                    return false;
                }
                if (!expected.equals(found)) {
                    throw new AssertionError(story + "\nbut the simulation: " + found);
                }
            }
        }
        return true;
    }
}
