package dev.causality.faults.sim;

/** Something that happens at a moment of simulated time, unless it is taken back before. */
public final class Timer {

    static final int NOT_SCHEDULED = -1;

    final long nanos;
    final long order;
    final String what;
    final Runnable action;
    int index = NOT_SCHEDULED;

    private final Timers timers;

    Timer(Timers timers, long nanos, long order, String what, Runnable action) {
        this.timers = timers;
        this.nanos = nanos;
        this.order = order;
        this.what = what;
        this.action = action;
    }

    /** Takes it back; does nothing once it has happened. */
    public void cancel() {
        timers.remove(this);
    }

    boolean before(Timer other) {
        return nanos < other.nanos || (nanos == other.nanos && order < other.order);
    }
}
