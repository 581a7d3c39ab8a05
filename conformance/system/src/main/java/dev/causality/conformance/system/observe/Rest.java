package dev.causality.conformance.system.observe;

import dev.causality.checkers.history.HistoryWriter;
import dev.causality.checkers.history.RunEvent.Quiescence;
import dev.causality.checkers.history.StreamEvent.ConsumerSample;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** Waits until the consumer has finished with everything: nothing pending, nothing unacknowledged, several times over. */
public final class Rest {
    private static final Duration INTERVAL = Duration.ofMillis(250);
    private static final int STILL_SAMPLES = 4;

    private Rest() {}

    /** Waits at most this long, and writes to the history whether rest was reached, or what was still open. */
    public static Quiescence await(ConsumerSampler sampler, Duration limit, HistoryWriter history)
            throws InterruptedException {
        long deadline = System.nanoTime() + limit.toNanos();
        int still = 0;
        String detail = "no sample of the consumer could be taken";
        while (still < STILL_SAMPLES && System.nanoTime() < deadline) {
            Thread.sleep(INTERVAL);
            try {
                Optional<ConsumerSample> sample = sampler.sample();
                still = sample.isPresent() && isAtRest(sample.get()) ? still + 1 : 0;
                detail = sample.map(Rest::describe).orElse("the consumer does not exist");
            } catch (IOException e) {
                still = 0;
                detail = "the stream does not answer: " + e.getMessage();
            }
        }
        boolean reached = still >= STILL_SAMPLES;
        String said = reached ? "" : "after " + limit.toSeconds() + " s " + detail;
        return history.append(at -> new Quiescence(at, reached, said));
    }

    private static boolean isAtRest(ConsumerSample sample) {
        return sample.pending() == 0 && sample.ackPending() == 0;
    }

    private static String describe(ConsumerSample sample) {
        return "consumer %s still has %,d messages pending and %,d unacknowledged (%,d of them delivered more than once)"
                .formatted(sample.consumer(), sample.pending(), sample.ackPending(), sample.redelivered());
    }
}
