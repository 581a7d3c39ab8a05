package dev.causality.sink.core;

import dev.causality.deadletters.Reason;
import dev.causality.events.Partition;
import dev.causality.kernel.BoundedQueue;
import dev.causality.kernel.Cancellation;
import dev.causality.kernel.Deadline;
import dev.causality.kernel.Kernel;
import dev.causality.kernel.telemetry.FlushCause;
import dev.causality.kernel.telemetry.Telemetry;
import dev.causality.ports.Delivery;
import dev.causality.ports.EventConsumer;
import dev.causality.ports.EventStreams;
import dev.causality.sink.config.SinkConfig;
import dev.causality.sink.core.DeliveryReader.Reading;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One pull worker: takes deliveries in, keeps their leases alive while they wait, hands batches to store tasks, and answers
 * every delivery once. It alone owns its batches and all answers to them; store tasks only report verdicts. A worker is a
 * loop over the events in its queue.
 */
final class Worker {

    private static final Logger LOG = LoggerFactory.getLogger(Worker.class);

    /** The longest that a worker goes without looking at its leases and at the store's gate. */
    private static final Duration TICK = Duration.ofMillis(250);

    private final Kernel kernel;
    private final EventStreams streams;
    private final EventConsumer consumer;
    private final SinkConfig config;
    private final DeliveryReader reader;
    private final RowStore rowStore;
    private final Burial burial;
    private final StoreGate storeGate;
    private final Health health;
    private final PullGate pullGate;
    private final BoundedQueue<WorkerEvent> events;
    private final Cancellation abandon;
    private final Telemetry telemetry;

    private final Held held;
    private final PartitionTroubles troubles;
    private final Slots slots;
    private final Answers answers;
    private final Load load;
    private final int number;
    private boolean draining;

    /** Whether a batch is due that no slot was free for. */
    private boolean dueWaits;

    /** When leases are looked at next. */
    private Deadline renewal;

    /**
     * @param number of this worker in its process, from 0
     * @param abandon when cancelled, store tasks end without having stored
     */
    Worker(
            int number,
            SinkParts parts,
            EventConsumer consumer,
            PullGate pullGate,
            BoundedQueue<WorkerEvent> events,
            Cancellation abandon) {
        this.number = number;
        this.load = parts.load();
        this.kernel = parts.kernel();
        this.streams = parts.streams();
        this.consumer = consumer;
        this.config = parts.config();
        this.reader = new DeliveryReader(config.batching().maxEventBytes());
        this.rowStore = parts.rowStore();
        this.burial = parts.burial();
        this.storeGate = parts.storeGate();
        this.health = parts.health();
        this.telemetry = parts.telemetry();
        this.pullGate = pullGate;
        this.events = events;
        this.abandon = abandon;
        this.held = new Held(kernel, config);
        this.renewal = kernel.deadlineIn(TICK);
        this.troubles = new PartitionTroubles(
                kernel::nanoTime,
                config.maxDelayedPerPartition(),
                config.maxDelayed(),
                config.delivery().ackWait());
        this.slots = new Slots(config.batching().uploadConcurrency(), troubles);
        this.answers = new Answers(kernel, consumer, config, troubles, parts.health(), telemetry);
    }

    /** Works until drained: the body of a task. */
    void run() {
        while (!draining || !held.isEmpty()) {
            Optional<WorkerEvent> event = events.poll(nextWake(), Cancellation.NEVER);
            while (event.isPresent()) {
                handle(event.get());
                event = events.poll();
            }
            if (renewal.passed(kernel)) {
                renewLeases();
                troubles.forget(held::holds);
            }
            dispatch();
            pullGate.setOpen(held.hasRoom() && storeGate.isOpen());
            load.report(number, held.share(troubles.count()));
        }
        load.report(number, Load.Share.NOTHING);
    }

    private void handle(WorkerEvent event) {
        switch (event) {
            case WorkerEvent.Fetched(List<Delivery> deliveries, boolean permitted) -> {
                deliveries.forEach(this::take);
                telemetry.messagesDelivered(deliveries.size(), repeats(deliveries));
                if (permitted) {
                    pullGate.release();
                }
            }
            case WorkerEvent.Finished(Work work, Verdicts verdicts) -> finish(work, verdicts);
            case WorkerEvent.Drain _ -> draining = true;
            case WorkerEvent.Wake _ -> {}
        }
    }

    private void take(Delivery delivery) {
        switch (reader.read(delivery)) {
            case Reading.Poison(Reason reason, String detail) -> {
                Lease lease = new Lease(kernel, config.delivery().ackWait(), delivery.notSentBefore());
                held.await(new Work.Bury(Entry.of(delivery).withoutEnvelope(), reason, detail, lease));
            }
            case Reading.Row(Partition partition) -> {
                troubles.returned(partition, delivery.sequence());
                if (troubles.failing(partition)) {
                    takeFailing(partition, delivery);
                } else {
                    buffer(partition, delivery);
                }
            }
        }
    }

    /**
     * Takes in a delivery of a failing partition; or sends it back with its delay, while failing partitions hold their part of
     * the memory and the pending limit allows it. What has had its deliveries is tried alone.
     */
    private void takeFailing(Partition partition, Delivery delivery) {
        if (held.failingFull(troubles) && answers.sentBack(partition, delivery)) {
            return;
        }
        if (delivery.deliveryCount() >= config.delivery().deadAfter()) {
            held.suspect(partition, delivery);
        } else {
            buffer(partition, delivery);
        }
    }

    private void buffer(Partition partition, Delivery delivery) {
        PartitionBuffer buffer = held.buffer(partition, delivery);
        if (buffer.size() >= config.batching().maxEvents()) {
            held.release(partition, buffer, FlushCause.SIZE);
        }
    }

    private static long repeats(List<Delivery> deliveries) {
        return deliveries.stream()
                .filter(delivery -> delivery.deliveryCount() > 1)
                .count();
    }

    private void finish(Work work, Verdicts verdicts) {
        held.finished(work);
        answers.answer(work, verdicts, draining).forEach(held::await);
        if (work instanceof Work.StoreRows rows) {
            giveUpLike(rows, verdicts);
            held.tried(rows, !troubles.failing(rows.partition()));
        }
    }

    /** Where the partition is what fails, and not its messages, its suspects go the way of what has just failed. */
    private void giveUpLike(Work.StoreRows rows, Verdicts verdicts) {
        Partition partition = rows.partition();
        verdicts.firstRetry()
                .filter(retry -> retry.cause() == Verdict.Cause.PARTITION && troubles.failsAsAWhole(partition))
                .ifPresent(retry -> held.suspects()
                        .giveUp(partition, "like others of its partition: " + retry.detail())
                        .forEach(held::await));
    }

    private void dispatch() {
        long now = kernel.nanoTime();
        List<Partition> due = new ArrayList<>();
        held.buffers().forEach((partition, buffer) -> {
            if (draining
                    || now - buffer.opened().nanoTime()
                            >= config.batching().flushInterval().toNanos()) {
                due.add(partition);
            }
        });
        // While all slots are taken a batch had better grow where it is.
        dueWaits = false;
        for (Partition partition : due) {
            if (draining || slots.queueIsShort(held.waitingRows())) {
                release(partition, draining ? FlushCause.STOPPING : FlushCause.AGE);
            } else {
                dueWaits = true;
            }
        }
        while (held.crowded() && slots.queueIsShort(held.waitingRows())) {
            held.largest().ifPresent(partition -> release(partition, FlushCause.MEMORY));
        }
        if (storeGate.isOpen() || draining) {
            for (Optional<Work> next = begin(); next.isPresent(); next = begin()) {
                start(next.get());
            }
        }
    }

    private void release(Partition partition, FlushCause cause) {
        PartitionBuffer buffer = held.buffers().get(partition);
        if (buffer != null) {
            held.release(partition, buffer, cause);
        }
    }

    private Optional<Work> begin() {
        return held.begin(work -> slots.free(work, held.running()));
    }

    /** Starts a store task. One that an error ends fails the sink, and lets go of its work all the same. */
    private void start(Work work) {
        kernel.start("store", () -> {
            Verdicts verdicts = health.guarded("store", () -> decide(work)).orElseGet(Worker::undecided);
            events.put(new WorkerEvent.Finished(work, verdicts), Deadline.NEVER, Cancellation.NEVER);
        });
    }

    private static Verdicts undecided() {
        Verdicts verdicts = new Verdicts();
        verdicts.decideOthers(new Verdict.LetGo(Verdict.Cause.STOPPING));
        return verdicts;
    }

    private Verdicts decide(Work work) {
        try {
            return switch (work) {
                case Work.StoreRows rows -> rowStore.store(rows, abandon);
                case Work.Bury bury -> {
                    Verdicts verdicts = new Verdicts();
                    verdicts.decideOthers(burial.bury(bury, abandon));
                    yield verdicts;
                }
            };
        } catch (RuntimeException e) {
            LOG.atError().setCause(e).log("a store task failed; its messages will be delivered again");
            Verdicts verdicts = new Verdicts();
            verdicts.decideOthers(new Verdict.Retry(Verdict.Cause.PARTITION, "store task failed: " + e));
            return verdicts;
        }
    }

    /** Signals that everything held is being worked on, where a third of the ack wait is over. */
    private void renewLeases() {
        renewal = kernel.deadlineIn(TICK);
        if (answers.areOver()) {
            return;
        }
        List<Partition> expired = new ArrayList<>();
        held.buffers().forEach((partition, buffer) -> {
            if (!renew(buffer.lease(), buffer.entries())) {
                expired.add(partition);
            }
        });
        for (Partition partition : expired) {
            telemetry.leasesExpired(held.drop(partition));
        }
        telemetry.leasesExpired(held.suspects().renew(this::renew));
        for (Work work : held.waiting()) {
            if (!renew(work.lease(), work.entries())) {
                held.abandon(work);
                telemetry.leasesExpired(work.entries().size());
            }
        }
        held.running().forEach(work -> renew(work.lease(), work.entries()));
    }

    /** False when the lease was over already. A signal that cannot be sent renews nothing. */
    private boolean renew(Lease lease, List<Entry> entries) {
        if (!lease.live()) {
            return false;
        }
        if (lease.renewal().passed(kernel) && streams.connected()) {
            long now = kernel.nanoTime();
            entries.forEach(entry -> consumer.inProgress(entry.receipt()));
            telemetry.progressSignalled(entries.size());
            lease.renewed(now);
        }
        return true;
    }

    /** A batch that is due and waits for a slot sets no time: the slot comes as an event. */
    private Deadline nextWake() {
        Deadline wake = kernel.deadlineIn(TICK);
        Optional<Deadline> oldest = dueWaits ? Optional.empty() : held.oldest();
        if (oldest.isPresent()) {
            Deadline flush = new Deadline(
                    oldest.get().nanoTime() + config.batching().flushInterval().toNanos());
            wake = wake.earlier(flush);
        }
        return wake;
    }
}
