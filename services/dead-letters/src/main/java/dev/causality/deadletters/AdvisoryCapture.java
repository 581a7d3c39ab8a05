package dev.causality.deadletters;

import dev.causality.deadletters.Capture.Verdict;
import dev.causality.kernel.Backoff;
import dev.causality.kernel.CancellationSource;
import dev.causality.kernel.Deadline;
import dev.causality.kernel.Kernel;
import dev.causality.kernel.Service;
import dev.causality.kernel.Task;
import dev.causality.kernel.telemetry.Telemetry;
import dev.causality.ports.Delivery;
import dev.causality.ports.EventConsumer;
import dev.causality.ports.EventConsumer.FetchOutcome;
import dev.causality.ports.EventStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The safety net of the dead letters: buries what was given up without a worker, because the server counted its
 * deliveries out or because somebody terminated it. It reads the advisories that a stream has kept, so nothing is missed
 * while it is down, and any number of replicas may run: they share one durable consumer, and two that work on the same
 * message end in the same entry.
 *
 * <p>An exhausted message needs no acknowledgement of its own. Measured on nats-server 2.10.26 and 2.15.1: the server
 * drops it from the pending messages by itself, and an answer sent later changes nothing (see {@link GivenUp}).
 */
public final class AdvisoryCapture implements Service {

    static final int BATCH = 16;

    private static final Logger LOG = LoggerFactory.getLogger(AdvisoryCapture.class);

    /** Advisories are some 300 bytes each. */
    private static final long BATCH_BYTES = 64 * 1024;

    private static final Duration FETCH_WAIT = Duration.ofSeconds(30);
    private static final Verdict BURIED = new Verdict.Done(Verdict.How.BURIED);

    private static final Duration STOP_WAIT = Duration.ofSeconds(5);
    private static final Duration RETRY_BASE = Duration.ofSeconds(1);
    private static final Duration RETRY_CAP = Duration.ofSeconds(60);

    /** The part of an ack wait that is left over for an answer's way to the server. */
    private static final int MARGIN_DIVISOR = 4;

    private final Kernel kernel;
    private final EventConsumer advisories;
    private final Capture capture;
    private final Telemetry telemetry;
    private final Backoff backoff;
    private final Duration lease;
    private final CancellationSource stopping;
    private volatile Optional<String> unready = Optional.empty();
    private volatile Optional<String> failure = Optional.empty();
    private volatile Optional<Task> task = Optional.empty();

    private AdvisoryCapture(Kernel kernel, EventConsumer advisories, Capture capture, Telemetry telemetry) {
        this.kernel = kernel;
        this.telemetry = telemetry;
        this.advisories = advisories;
        this.capture = capture;
        this.backoff =
                new Backoff(kernel.random("advisory-capture"), RETRY_BASE, RETRY_CAP).atLeast(RETRY_BASE.dividedBy(2));
        Duration ackWait = advisories.spec().ackWait();
        this.lease = ackWait.minus(ackWait.dividedBy(MARGIN_DIVISOR));
        this.stopping = kernel.newCancellation();
    }

    /**
     * Starts to capture for the consumer whose dead letters these are.
     *
     * @param source the stream whose messages that consumer gets
     * @param advisories the durable consumer of {@link AdvisoryStream#consumerSpec}; this takes it over
     * @param settler decides whether a message is stored
     */
    public static AdvisoryCapture start(
            Kernel kernel,
            EventStream source,
            EventConsumer advisories,
            DeadLetters deadLetters,
            Settler settler,
            Telemetry telemetry) {
        Capture capture = new Capture(kernel, source, deadLetters, settler);
        AdvisoryCapture started = new AdvisoryCapture(kernel, advisories, capture, telemetry);
        started.task = Optional.of(kernel.start("advisory-capture", started::run));
        return started;
    }

    @Override
    public Optional<String> notReady() {
        return unready;
    }

    @Override
    public Optional<String> failure() {
        return failure.or(() -> task.flatMap(Task::failure).map(cause -> "the capture of advisories failed: " + cause));
    }

    /** What it holds is delivered again, to another replica or after the next start. */
    @Override
    public Optional<String> stop(Deadline deadline) {
        stopping.cancel();
        boolean ended = task.map(running -> running.join(deadline)).orElse(true);
        return ended ? Optional.empty() : Optional.of("the capture of advisories is still at work");
    }

    private void run() {
        while (!stopping.isCancelled() && failure.isEmpty()) {
            switch (advisories.fetch(BATCH, BATCH_BYTES, kernel.deadlineIn(FETCH_WAIT), stopping)) {
                case FetchOutcome.Fetched(List<Delivery> deliveries) -> {
                    unready = Optional.empty();
                    deliveries.forEach(this::answer);
                }
                case FetchOutcome.Unavailable(String detail) -> {
                    unready = Optional.of("advisories cannot be fetched: " + detail);
                    kernel.sleep(backoff.delay(1), stopping);
                }
                case FetchOutcome.Gone(String detail) -> fail(detail);
            }
        }
        for (Delivery left : advisories.stop(kernel.deadlineIn(STOP_WAIT))) {
            advisories.nak(left.receipt(), Duration.ZERO);
        }
    }

    private void answer(Delivery delivery) {
        Deadline leaseEnd = new Deadline(delivery.notSentBefore() + lease.toNanos());
        if (leaseEnd.passed(kernel)) {
            return;
        }
        if (stopping.isCancelled() || failure.isPresent()) {
            advisories.nak(delivery.receipt(), Duration.ZERO);
            return;
        }
        Optional<Advisory> advisory = Advisory.parse(delivery.payload());
        if (advisory.isEmpty()) {
            LOG.error("event=advisory_unreadable sequence={} subject={}", delivery.sequence(), delivery.subject());
            advisories.terminate(delivery.receipt(), "unreadable");
            return;
        }
        Verdict verdict = capture.judge(advisory.get(), leaseEnd, stopping);
        if (verdict.equals(BURIED)) {
            telemetry.deadLettered(1, advisory.get().kind().reason());
        }
        if (!leaseEnd.passed(kernel)) {
            answer(delivery, verdict);
        }
    }

    private void answer(Delivery delivery, Verdict verdict) {
        switch (verdict) {
            case Verdict.Done _ -> advisories.ack(delivery.receipt());
            case Verdict.Later _ -> advisories.nak(delivery.receipt(), backoff.delay(attempts(delivery)));
            case Verdict.Broken(String detail) -> fail(detail);
        }
    }

    private void fail(String detail) {
        LOG.error("event=advisory_capture_failed detail=\"{}\"", detail);
        failure = Optional.of(detail);
    }

    private static int attempts(Delivery delivery) {
        return (int) Math.min(Integer.MAX_VALUE, delivery.deliveryCount());
    }
}
