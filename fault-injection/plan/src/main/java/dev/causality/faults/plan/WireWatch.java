package dev.causality.faults.plan;

/**
 * Waits for a {@link WirePoint}: is shown every moment in order, and says which one is it. Not thread-safe. In a point
 * with {@code after}, link and detail are asked of the moment itself only.
 */
public final class WireWatch {
    private final WirePoint point;
    private int prerequisites;
    private long fits;

    public WireWatch(WirePoint point) {
        this.point = point;
    }

    /** The wire shows this: whether it is the point. True once at most, until {@link #reset}. */
    public boolean sees(String link, Moment moment, String detail) {
        if (prerequisites < point.after().size()) {
            if (moment == point.after().get(prerequisites)) {
                prerequisites++;
            }
            return false;
        }
        boolean fit =
                moment == point.moment() && Glob.matches(point.link(), link) && Glob.matches(point.detail(), detail);
        return fit && ++fits == point.nth();
    }

    /** Begins again, prerequisites and all. */
    public void reset() {
        prerequisites = 0;
        fits = 0;
    }
}
