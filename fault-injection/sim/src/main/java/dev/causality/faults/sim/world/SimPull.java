package dev.causality.faults.sim.world;

import dev.causality.faults.sim.world.jetstream.Delivered;
import dev.causality.faults.sim.world.jetstream.Inbox;
import dev.causality.kernel.Deadline;
import java.util.function.BiConsumer;

/** One pull request of a process, at both of its ends. */
final class SimPull implements Inbox {

    private final Session session;
    private final Interference interference;
    private final WorldObserver observer;
    private final long sentAt;
    private final Deadline overdue;
    private final BiConsumer<SimPull, Delivered> arrival;
    private final Runnable wake;
    private int left;
    private boolean ended;
    private boolean tooBig;
    private boolean any;

    /**
     * @param sentAt on the process' monotonic clock
     * @param overdue when its end should long have come
     * @param arrival takes what arrives at the process
     * @param wake is run when something has arrived
     */
    SimPull(
            Session session,
            Interference interference,
            WorldObserver observer,
            int batch,
            long sentAt,
            Deadline overdue,
            BiConsumer<SimPull, Delivered> arrival,
            Runnable wake) {
        this.session = session;
        this.interference = interference;
        this.observer = observer;
        this.left = batch;
        this.sentAt = sentAt;
        this.overdue = overdue;
        this.arrival = arrival;
        this.wake = wake;
    }

    long sentAt() {
        return sentAt;
    }

    Deadline overdue() {
        return overdue;
    }

    /** How many messages may still come. */
    int open() {
        return ended ? 0 : left;
    }

    boolean ended() {
        return ended;
    }

    /** Whether it ended because the next message alone is larger than it allowed. */
    boolean tooBig() {
        return tooBig;
    }

    /** Gives it up: what comes all the same is not taken. */
    void abandon() {
        ended = true;
    }

    @Override
    public boolean listening() {
        return session.listening();
    }

    @Override
    public void message(Delivered delivered) {
        observer.delivered(session.link().process(), delivered);
        switch (interference.delivery(session.link().name(), delivered)) {
            case Fate.Pass _ -> session.answer("delivery", () -> arrived(delivered));
            case Fate.Drop _ -> {}
            case Fate.Delay(long nanos) -> session.answer("late delivery", nanos, () -> arrived(delivered));
            case Fate.Cut(boolean arrives) -> {
                if (arrives) {
                    session.answer("delivery", () -> arrived(delivered));
                    session.cutBehind();
                } else {
                    session.cut();
                }
            }
        }
        interference.passed();
    }

    @Override
    public void end(PullEnd end) {
        session.answer("end of pull", () -> {
            ended = true;
            tooBig = end == PullEnd.TOO_BIG && !any;
            wake.run();
        });
    }

    private void arrived(Delivered delivered) {
        any = true;
        if (--left <= 0) {
            ended = true;
        }
        arrival.accept(this, delivered);
        wake.run();
    }
}
