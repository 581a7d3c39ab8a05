package dev.causality.faults.plan;

import java.util.ArrayList;
import java.util.List;

/**
 * A point in what the wire shows, such as "the first ack after a PUT was confirmed".
 *
 * @param moment what is waited for
 * @param after what has to have been seen before, in this order, on any link; empty for nothing
 * @param link {@link Glob} over the names of links; empty for all
 * @param detail {@link Glob} over the moment's detail; empty for all
 * @param nth the nth one that fits, counted once {@code after} was seen; 1 when left out in JSON
 * @param held what becomes of that which showed it; it passes at once when left out in JSON
 */
public record WirePoint(Moment moment, List<Moment> after, String link, String detail, long nth, Held held) {

    /** What becomes of the request, message or acknowledgement that showed the point. */
    public enum Held {
        /** It goes on at once; the fault races with it. */
        PASS,
        /** It is held until the fault has been applied, then goes on. */
        HOLD_THEN_PASS,
        /** It is held until the fault has been applied, then dropped. */
        HOLD_THEN_DROP
    }

    public WirePoint {
        Check.present(moment, "moment");
        after = after == null ? List.of() : List.copyOf(new ArrayList<>(after));
        link = Check.orEmpty(link);
        detail = Check.orEmpty(detail);
        Check.notNegative(nth, "nth");
        nth = Math.max(1, nth);
        held = held == null ? Held.PASS : held;
    }

    /** The first of its kind, anywhere; it passes at once. */
    public static WirePoint first(Moment moment) {
        return new WirePoint(moment, List.of(), "", "", 1, Held.PASS);
    }

    /** The same once all of {@code moments} were seen, in their order. */
    public WirePoint after(Moment... moments) {
        return new WirePoint(moment, List.of(moments), link, detail, nth, held);
    }

    /** The same, on these links. */
    public WirePoint on(String newLink) {
        return new WirePoint(moment, after, newLink, detail, nth, held);
    }

    /** The same, with what showed it held back. */
    public WirePoint held(Held newHeld) {
        return new WirePoint(moment, after, link, detail, nth, newHeld);
    }
}
