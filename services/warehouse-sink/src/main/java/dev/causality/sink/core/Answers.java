package dev.causality.sink.core;

import dev.causality.deadletters.Reason;
import dev.causality.events.Partition;
import dev.causality.kernel.Backoff;
import dev.causality.kernel.Kernel;
import dev.causality.kernel.telemetry.NakReason;
import dev.causality.kernel.telemetry.Telemetry;
import dev.causality.ports.Delivery;
import dev.causality.ports.EventConsumer;
import dev.causality.ports.EventConsumer.AckOutcome;
import dev.causality.sink.config.SinkConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns verdicts into answers to the server: one for each delivery, and none once its lease is over, except that a
 * durable row is always acknowledged. A sink that has failed answers nothing any more: an answer names no more than a
 * sequence, which is another message's where the stream was deleted and made again. Not safe for use by several tasks.
 */
final class Answers {

    private static final Logger LOG = LoggerFactory.getLogger(Answers.class);

    private static final Duration CONFIRM_TIMEOUT = Duration.ofSeconds(2);

    private final Kernel kernel;
    private final EventConsumer consumer;
    private final SinkConfig config;
    private final PartitionTroubles troubles;
    private final Health health;
    private final Telemetry telemetry;
    private final Backoff retryDelay;

    Answers(
            Kernel kernel,
            EventConsumer consumer,
            SinkConfig config,
            PartitionTroubles troubles,
            Health health,
            Telemetry telemetry) {
        this.kernel = kernel;
        this.consumer = consumer;
        this.config = config;
        this.troubles = troubles;
        this.health = health;
        this.telemetry = telemetry;
        this.retryDelay = new Backoff(
                        kernel.random("retry-delay"),
                        config.delivery().retryDelay(),
                        config.delivery().retryDelayMax())
                .atLeast(config.delivery().retryDelay().dividedBy(2));
    }

    /**
     * Answers all entries of {@code work}.
     *
     * @param confirm whether to wait until the server has the acknowledgements
     * @return the burials that have to follow
     */
    List<Work> answer(Work work, Verdicts verdicts, boolean confirm) {
        if (areOver()) {
            return List.of();
        }
        List<Work> burials = new ArrayList<>();
        List<Entry> durable = new ArrayList<>(work.entries().size());
        long repeats = 0;
        // The newest first: where not all may wait, it is the oldest that are given up.
        for (Entry entry : work.entries().reversed()) {
            switch (verdicts.of(entry.sequence())) {
                case Verdict.Durable(boolean byUs) -> {
                    durable.add(entry);
                    repeats += byUs ? 0 : 1;
                }
                case Verdict.Dead(String reason) -> terminate(work, entry, reason);
                case Verdict.LetGo(Verdict.Cause cause) -> letGo(cause);
                case Verdict.GiveUp(Reason reason, String detail) ->
                    burials.add(new Work.Bury(
                            entry.withoutEnvelope(),
                            reason,
                            detail,
                            work.lease().copy()));
                case Verdict.Retry(Verdict.Cause cause, String detail) -> {
                    Duration delay = delay(entry.deliveryCount());
                    if (mustGiveUp(work, entry, cause, delay)) {
                        burials.add(new Work.Bury(
                                entry.withoutEnvelope(),
                                Reason.PARTITION_FAILED,
                                detail,
                                work.lease().copy()));
                    } else {
                        retry(work, entry, cause, delay);
                    }
                }
            }
        }
        acknowledge(durable, confirm);
        if (!durable.isEmpty()) {
            durable(work, durable.size(), repeats);
        }
        report(work, verdicts);
        return burials;
    }

    /** Whether the sink has failed, and nothing is said to the server any more. */
    boolean areOver() {
        return health.failure().isPresent();
    }

    private void acknowledge(List<Entry> durable, boolean confirm) {
        for (int i = durable.size() - 1; i >= 0; i--) {
            boolean last = i == 0;
            if (!last || !confirm) {
                consumer.ack(durable.get(i).receipt());
            } else if (consumer.ackConfirmed(durable.get(i).receipt(), kernel.deadlineIn(CONFIRM_TIMEOUT))
                    != AckOutcome.CONFIRMED) {
                // What was acknowledged before it on this connection is unconfirmed too; worst case, it comes again.
                health.unconfirmed("acknowledgements were not confirmed; their messages may be delivered again");
            }
        }
    }

    private void durable(Work work, int acknowledged, long repeats) {
        telemetry.duplicatesDropped(repeats);
        telemetry.messagesProcessed(acknowledged);
        Duration since = Duration.ZERO;
        if (work instanceof Work.StoreRows rows) {
            troubles.worked(rows.partition());
            since = Duration.ofNanos(kernel.nanoTime() - rows.openedNanos());
        }
        // One that was to be buried and turned out to be stored is acknowledged too.
        telemetry.messagesAcknowledged(acknowledged, since);
    }

    private void letGo(Verdict.Cause cause) {
        if (cause == Verdict.Cause.LEASE) {
            telemetry.leasesExpired(1);
        }
    }

    private void terminate(Work work, Entry entry, String reason) {
        if (work.lease().live()) {
            consumer.terminate(entry.receipt(), reason);
            telemetry.messagesTerminated(1);
            telemetry.messagesProcessed(1);
        }
    }

    /**
     * Sends a delivery of a failing partition back that there is no room for; false when too many of its partition, or of all
     * failing ones, wait already.
     */
    boolean sentBack(Partition partition, Delivery delivery) {
        Duration delay = delay(delivery.deliveryCount());
        if (areOver() || !troubles.mayDelay(partition, delivery.sequence(), delay)) {
            return false;
        }
        if (new Lease(kernel, config.delivery().ackWait(), delivery.notSentBefore()).live()) {
            consumer.nak(delivery.receipt(), delay);
            telemetry.messagesHandedBack(1, NakReason.PARTITION_FAILED);
        } else {
            telemetry.leasesExpired(1);
        }
        return true;
    }

    private void retry(Work work, Entry entry, Verdict.Cause cause, Duration delay) {
        if (work.lease().live()) {
            consumer.nak(entry.receipt(), delay);
            telemetry.messagesHandedBack(
                    1, cause == Verdict.Cause.PARTITION ? NakReason.PARTITION_FAILED : NakReason.NOT_YET);
        }
    }

    private Duration delay(long deliveryCount) {
        return retryDelay.delay((int) Math.min(deliveryCount, Integer.MAX_VALUE));
    }

    /**
     * Whether a message whose partition fails alone is given up: it failed alone too, after enough deliveries; or too many
     * of its partition, or of all failing ones, wait already.
     */
    private boolean mustGiveUp(Work work, Entry entry, Verdict.Cause cause, Duration delay) {
        if (cause != Verdict.Cause.PARTITION || !(work instanceof Work.StoreRows rows)) {
            return false;
        }
        Partition partition = rows.partition();
        if (rows.entries().size() == 1
                && entry.deliveryCount() >= config.delivery().deadAfter()) {
            troubles.failedAlone(partition);
            return true;
        }
        return !troubles.mayDelay(partition, entry.sequence(), delay);
    }

    private static void report(Work work, Verdicts verdicts) {
        verdicts.firstRetry()
                .ifPresent(retry -> LOG.atWarn()
                        .addKeyValue("cause", retry.cause())
                        .addKeyValue("detail", retry.detail())
                        .addKeyValue("messages", work.entries().size())
                        .log("a batch was not stored; its messages will be delivered again"));
    }
}
