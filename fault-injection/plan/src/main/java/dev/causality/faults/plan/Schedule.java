package dev.causality.faults.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * When a fault begins and ends. Times are milliseconds from the beginning of the plan.
 *
 * @param begin at once when left out in JSON
 * @param end never when left out in JSON
 */
public record Schedule(Begin begin, End end) {

    /** A window without an end. */
    public static final long NEVER = Long.MAX_VALUE;

    /** Begins at once and never ends. */
    public static final Schedule ALWAYS = new Schedule(new At(0), new Never());

    public Schedule {
        begin = begin == null ? new At(0) : begin;
        end = end == null ? new Never() : end;
        if (begin instanceof At(long at) && end instanceof Until(long until) && until <= at) {
            throw new IllegalArgumentException("it would end at " + until + " ms, before it begins at " + at + " ms");
        }
        if (begin instanceof Every every && !(end instanceof Lasting) && every.times() != 1) {
            throw new IllegalArgumentException(
                    "what begins every " + every.periodMillis() + " ms has to end each time");
        }
        if (begin instanceof Every every
                && end instanceof Lasting lasting
                && lasting.millis() > every.periodMillis()
                && every.times() != 1) {
            throw new IllegalArgumentException(
                    "what lasts " + lasting.millis() + " ms cannot begin every " + every.periodMillis() + " ms");
        }
    }

    /** Begins at a time and lasts a while. */
    public static Schedule at(long millis, long lastingMillis) {
        return new Schedule(new At(millis), new Lasting(lastingMillis));
    }

    /** Begins where the wire shows it and lasts a while. */
    public static Schedule when(WirePoint point, long lastingMillis) {
        return when(point, 0, lastingMillis);
    }

    /** Begins where the wire shows it after a time and lasts a while. */
    public static Schedule when(WirePoint point, long fromMillis, long lastingMillis) {
        return new Schedule(new When(point, 0, fromMillis), new Lasting(lastingMillis));
    }

    /** When a fault begins. */
    public sealed interface Begin {}

    /** At a time. */
    public record At(long millis) implements Begin {
        public At {
            Check.notNegative(millis, "millis");
        }
    }

    /** Again and again; {@code times} 0 for as long as the plan runs. */
    public record Every(long firstMillis, long periodMillis, long times) implements Begin {
        public Every {
            Check.notNegative(firstMillis, "firstMillis");
            Check.positive(periodMillis, "periodMillis");
            Check.notNegative(times, "times");
        }
    }

    /**
     * Once, {@code delayMillis} after the wire shows the point.
     *
     * @param fromMillis what the wire shows before this time does not count
     */
    public record When(WirePoint point, long delayMillis, long fromMillis) implements Begin {
        public When {
            Check.present(point, "point");
            Check.notNegative(delayMillis, "delayMillis");
            Check.notNegative(fromMillis, "fromMillis");
            if (delayMillis > 0 && point.held() != WirePoint.Held.PASS) {
                throw new IllegalArgumentException("what is held until the fault was applied leaves no time to wait");
            }
        }
    }

    /** When a fault ends. */
    public sealed interface End {}

    /** With the plan. */
    public record Never() implements End {}

    /** So long after it began. 0 is for faults of a moment. */
    public record Lasting(long millis) implements End {
        public Lasting {
            Check.notNegative(millis, "millis");
        }
    }

    /** At a time. */
    public record Until(long millis) implements End {
        public Until {
            Check.notNegative(millis, "millis");
        }
    }

    /** Where the wire shows the point after it began. */
    public record UntilWire(WirePoint point) implements End {
        public UntilWire {
            Check.present(point, "point");
        }
    }

    /** From {@code startMillis} to before {@code endMillis}, which is {@link #NEVER} if the wire or nothing ends it. */
    public record Window(long startMillis, long endMillis) {}

    /** The windows that begin at a known time before {@code horizonMillis}, in order; none for {@link When}. */
    public List<Window> windows(long horizonMillis) {
        List<Window> windows = new ArrayList<>();
        for (long number = 0; true; number++) {
            Optional<Window> next = window(number).filter(window -> window.startMillis() < horizonMillis);
            if (next.isEmpty()) {
                return List.copyOf(windows);
            }
            windows.add(next.get());
        }
    }

    /**
     * One of the windows that begin at a known time, of which there may be no end.
     *
     * @param number 0 for the first
     * @return empty behind the last one, and for {@link When}
     */
    public Optional<Window> window(long number) {
        return switch (begin) {
            case At(long at) when number == 0 -> Optional.of(window(at, 0, 0));
            case Every(long first, long period, long times)
            when times == 0 || number < times ->
                number > (NEVER - 1 - first) / period ? Optional.empty() : Optional.of(window(first, period, number));
            case At _, Every _, When _ -> Optional.empty();
        };
    }

    private Window window(long first, long period, long number) {
        long start = first + number * period;
        return new Window(start, endMillis(start));
    }

    /** When it ends if it begins at {@code startMillis}; {@link #NEVER} if the wire or nothing ends it. */
    public long endMillis(long startMillis) {
        return switch (end) {
            case Lasting(long millis) -> startMillis + millis;
            case Until(long millis) -> Math.max(millis, startMillis);
            case Never _, UntilWire _ -> NEVER;
        };
    }
}
