package dev.causality.faults.sim.world;

import dev.causality.faults.plan.Direction;
import dev.causality.faults.plan.LinkFault;
import dev.causality.faults.sim.world.Link.Trouble;
import dev.causality.faults.sim.world.WorldSettings.Span;
import java.util.Optional;

/** What the faults of connections come to where there are messages instead of bytes. */
final class LinkTroubles {

    private static final long MICROS = 1_000;

    /** What one message may have in bytes: the way of a slow link is drawn between these. */
    private static final long SMALL_MESSAGE = 200;

    private static final long LARGE_MESSAGE = 20_000;

    private LinkTroubles() {}

    /** What is wrong with a link while the fault lasts; empty where nothing lasting is, or it cannot be simulated. */
    static Optional<Trouble> of(LinkFault fault) {
        boolean up = fault.reach().stream() == Direction.UPSTREAM;
        return switch (fault) {
            case LinkFault.Latency latency -> {
                long millis = latency.latencyMillis();
                long shortest = Math.max(0, millis - latency.jitterMillis());
                yield Optional.of(
                        slow(up, Span.ofMicros(shortest * MICROS, (millis + latency.jitterMillis()) * MICROS)));
            }
            case LinkFault.Bandwidth bandwidth -> Optional.of(narrow(up, bandwidth.kilobytesPerSecond()));
            case LinkFault.Timeout _, LinkFault.ResetPeer _, LinkFault.BlackHole _ ->
                Optional.of(Trouble.silent(up, !up));
            case LinkFault.HalfOpen _ -> Optional.of(Trouble.silent(true, true));
            case LinkFault.Down _ -> Optional.of(Trouble.DOWN);
            case LinkFault.CutAfter _,
                    LinkFault.SlowClose _,
                    LinkFault.Slicer _,
                    LinkFault.LimitData _,
                    LinkFault.Corrupt _,
                    LinkFault.DropConnections _ -> Optional.empty();
        };
    }

    /** After what time the fault ends the connections; empty = it does not. */
    static Optional<Long> cutAfterMillis(LinkFault fault) {
        return switch (fault) {
            case LinkFault.Timeout timeout when timeout.timeoutMillis() > 0 -> Optional.of(timeout.timeoutMillis());
            case LinkFault.ResetPeer reset -> Optional.of(reset.timeoutMillis());
            case LinkFault.CutAfter cut -> Optional.of(cut.afterMillis());
            default -> Optional.empty();
        };
    }

    private static Trouble slow(boolean up, Span span) {
        return Trouble.slow(up ? span : Trouble.NONE, up ? Trouble.NONE : span);
    }

    private static Trouble narrow(boolean up, long kilobytesPerSecond) {
        if (kilobytesPerSecond == 0) {
            return Trouble.silent(up, !up);
        }
        Span span =
                Span.ofMicros(SMALL_MESSAGE * MICROS / kilobytesPerSecond, LARGE_MESSAGE * MICROS / kilobytesPerSecond);
        return slow(up, span);
    }
}
